-- Feeds that are watched, and their items: as in SQLite's 0009.
CREATE TABLE feed (
    url TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    host TEXT COLLATE "C" NOT NULL,
    polls BIGINT NOT NULL,
    polled TEXT COLLATE "C",
    failures BIGINT NOT NULL,
    error TEXT COLLATE "C",
    next TEXT COLLATE "C" NOT NULL
);

-- A key is a link of a stranger's, and may be longer than an entry of an index.
CREATE TABLE feed_item (
    key TEXT COLLATE "C" NOT NULL,
    feed TEXT COLLATE "C" NOT NULL REFERENCES feed (url) ON DELETE CASCADE,
    host TEXT COLLATE "C" NOT NULL,
    found TEXT COLLATE "C" NOT NULL,
    tries BIGINT NOT NULL,
    tried TEXT COLLATE "C",
    next TEXT COLLATE "C",
    error TEXT COLLATE "C",
    entry TEXT COLLATE "C"
);
CREATE UNIQUE INDEX feed_item_once ON feed_item (sayso_digest(key));
CREATE INDEX feed_item_by_key ON feed_item USING hash (key);
CREATE INDEX feed_item_waiting ON feed_item (next) WHERE next IS NOT NULL;
CREATE INDEX feed_item_by_feed ON feed_item (feed, next);
CREATE INDEX feed_item_by_tried ON feed_item (tried) WHERE tried IS NOT NULL;

-- What SQLite counts of its own accord: links by the order in which they came.
ALTER TABLE link ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX link_by_rowid ON link (rowid);
