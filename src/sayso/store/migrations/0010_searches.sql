-- Searches that were saved, what is new since one was looked at, and what statements are found by in meaning.

-- asked is JSON: the fields of a filter, and whether it goes by words alone. looked is the arrival of the newest page
-- that was there when somebody looked last.
CREATE TABLE saved_search (
    name TEXT PRIMARY KEY,
    asked TEXT NOT NULL,
    made TEXT NOT NULL,
    looked INTEGER NOT NULL
) WITHOUT ROWID;

-- The order in which documents came into the ledger. A number never comes twice.
CREATE TABLE arrival (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL UNIQUE
);

CREATE TRIGGER document_arrived AFTER INSERT ON document
BEGIN
    INSERT INTO arrival (document_id) VALUES (new.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER document_no_longer_there AFTER DELETE ON document
BEGIN
    DELETE FROM arrival WHERE document_id = old.id;
END;

INSERT INTO arrival (document_id)
SELECT document.id FROM document
LEFT JOIN origin ON origin.document_id = document.id
GROUP BY document.id ORDER BY min(origin.fetched), document.id;

-- What a statement's content means, as a vector of int8 (sayso.model.meaning); key is statement.key. All of it can be
-- made again: `sayso index`.
CREATE TABLE statement_vector (key INTEGER PRIMARY KEY, vector BLOB NOT NULL);

-- One row, once there are vectors: what they were made by.
CREATE TABLE vector_method (only INTEGER PRIMARY KEY CHECK (only = 1), method TEXT NOT NULL);

-- As facet_change, for vectors: goes up with every change of 4,096 neighbouring keys, and a row stays for good.
CREATE TABLE vector_change (block INTEGER PRIMARY KEY, version INTEGER NOT NULL);

CREATE TRIGGER vector_added AFTER INSERT ON statement_vector
BEGIN
    INSERT INTO vector_change (block, version) VALUES (new.key >> 12, 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER vector_removed AFTER DELETE ON statement_vector
BEGIN
    UPDATE vector_change SET version = version + 1 WHERE block = old.key >> 12;
END;

-- A key may come again for another statement, and a content may change: the vector goes with what it was made of.
CREATE TRIGGER statement_no_longer_indexed AFTER DELETE ON statement
BEGIN
    DELETE FROM statement_vector WHERE key = old.key;
END;

CREATE TRIGGER statement_indexed_no_longer AFTER UPDATE OF key, content_text ON statement
WHEN new.key <> old.key OR new.content_text <> old.content_text
BEGIN
    DELETE FROM statement_vector WHERE key IN (old.key, new.key);
END;
