-- What is asked with every judgement, every answer of the API and every look at the feeds, without a look at all rows.

-- Judgements are about the documents of the same bytes. PostgreSQL has this one since 0008.
CREATE INDEX document_by_bytes ON document (sha256);

-- The run that began last; each round of a watcher leaves one.
CREATE INDEX run_by_start ON run (started, id);

-- How many items were read, and not given up: counted in the index alone.
DROP INDEX feed_item_by_feed;
CREATE INDEX feed_item_by_feed ON feed_item (feed, next, error);
