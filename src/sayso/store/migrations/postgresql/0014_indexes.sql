-- Indexes as in SQLite's 0014; document_by_bytes is there since 0008.
CREATE INDEX run_by_start ON run (started, id);

-- An error may be longer than an entry of an index: what was given up is left out, and error with it.
CREATE INDEX feed_item_read ON feed_item (feed) WHERE next IS NULL AND error IS NULL;
