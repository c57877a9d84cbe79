-- One row. changes counts every link that came, went or changed, so that what follows from all links (matters) can be
-- kept until it is another number.
CREATE TABLE link_stamp (only INTEGER PRIMARY KEY CHECK (only = 1), changes INTEGER NOT NULL);
INSERT INTO link_stamp (only, changes) VALUES (1, 0);

CREATE TRIGGER link_added AFTER INSERT ON link
BEGIN
    UPDATE link_stamp SET changes = changes + 1;
END;

CREATE TRIGGER link_removed AFTER DELETE ON link
BEGIN
    UPDATE link_stamp SET changes = changes + 1;
END;

CREATE TRIGGER link_changed AFTER UPDATE ON link
BEGIN
    UPDATE link_stamp SET changes = changes + 1;
END;

-- Links at a statement that was rejected don't count.
CREATE TRIGGER links_judged AFTER UPDATE OF verdict ON statement
WHEN (new.verdict IS 'rejected') <> (old.verdict IS 'rejected')
BEGIN
    UPDATE link_stamp SET changes = changes + 1;
END;
