-- Feeds that are watched: when each was asked, how that went, when it is asked again, and which items were found.

-- Moments are ISO 8601 in UTC. polls counts all polls, failures those that failed in a row; error is why the last one did.
CREATE TABLE feed (
    url TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    polls INTEGER NOT NULL,
    polled TEXT,
    failures INTEGER NOT NULL,
    error TEXT,
    next TEXT NOT NULL
);

-- key is the item's link, or an id derived from its text. next is when it is to be tried, NULL once it is done with: read,
-- or given up where error is set. entry is what the feed has of it, in JSON, NULL once it is done with.
CREATE TABLE feed_item (
    key TEXT PRIMARY KEY,
    feed TEXT NOT NULL REFERENCES feed (url) ON DELETE CASCADE,
    host TEXT NOT NULL,
    found TEXT NOT NULL,
    tries INTEGER NOT NULL,
    tried TEXT,
    next TEXT,
    error TEXT,
    entry TEXT
);
CREATE INDEX feed_item_waiting ON feed_item (next) WHERE next IS NOT NULL;
CREATE INDEX feed_item_by_feed ON feed_item (feed, next);
CREATE INDEX feed_item_by_tried ON feed_item (tried) WHERE tried IS NOT NULL;

-- A link that some document came from already is no new item.
CREATE INDEX origin_by_place ON origin (origin);
