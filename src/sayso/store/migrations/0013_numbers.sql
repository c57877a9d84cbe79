-- A statement's key and a link's rowid never come twice: what came after a mark is told by them. SQLite takes the highest
-- there is and one more, which may be the number of a row that went. So the highest that went is kept here; PostgreSQL
-- counts so by itself.
CREATE TABLE last_number (kind TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;

INSERT INTO last_number (kind, number)
SELECT 'statement', coalesce(max(key), 0) FROM statement UNION ALL SELECT 'link', coalesce(max(rowid), 0) FROM link;

CREATE TRIGGER statement_number_kept AFTER DELETE ON statement
BEGIN
    UPDATE last_number SET number = old.key WHERE kind = 'statement' AND number < old.key;
END;

CREATE TRIGGER link_number_kept AFTER DELETE ON link
BEGIN
    UPDATE last_number SET number = old.rowid WHERE kind = 'link' AND number < old.rowid;
END;

-- The writer numbers statements itself (sayso.store.dialects): full text and facets hang on the key. On a link's nothing
-- does; the next ones follow from the first that is moved up.
CREATE TRIGGER link_numbered_on AFTER INSERT ON link
WHEN new.rowid <= (SELECT number FROM last_number WHERE kind = 'link')
BEGIN
    UPDATE link SET rowid = 1 + (SELECT number FROM last_number WHERE kind = 'link') WHERE rowid = new.rowid;
END;
