-- Links between statements and between articles, and what they are found by. Each depends on its two ends alone; all of
-- an article's go with it when it is read anew.

-- evidence is a JSON list of [statement id, start, end].
ALTER TABLE link ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';
CREATE INDEX link_by_run ON link (run_id);

-- passages is a JSON list of [start, end, start, end]: in the text of from_id, in the text of to_id.
CREATE TABLE article_copy (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reprint', 'wire', 'rewrite')),
    from_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    to_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    method TEXT NOT NULL,
    passages TEXT NOT NULL
);
CREATE INDEX article_copy_by_from ON article_copy (from_id);
CREATE INDEX article_copy_by_to ON article_copy (to_id);

-- Articles whose links were looked for, and by which method: the others wait.
CREATE TABLE linked (
    article_id TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    method TEXT NOT NULL
) WITHOUT ROWID;

-- What articles and statements are looked up by: those that share a key are compared. day is the first day of the
-- article's date, '' where it is unknown.
CREATE TABLE article_key (
    key INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (key, article_id)
) WITHOUT ROWID;
CREATE INDEX article_key_by_article ON article_key (article_id);

CREATE TABLE statement_key (
    key INTEGER NOT NULL,
    day TEXT NOT NULL,
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    PRIMARY KEY (key, day, statement_id)
) WITHOUT ROWID;
CREATE INDEX statement_key_by_statement ON statement_key (statement_id);

-- Each article's actors as the link stage reads them, in JSON: which of different articles are one is worked out from these.
CREATE TABLE local_actor (
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    local_id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (article_id, local_id)
) WITHOUT ROWID;

-- What people decided about actors, in JSON: kept for good, as those about statements are.
CREATE TABLE actor_judgement (id TEXT PRIMARY KEY, made TEXT NOT NULL, judgement TEXT NOT NULL);

CREATE TRIGGER actor_judgement_stays BEFORE UPDATE ON actor_judgement
BEGIN
    SELECT RAISE(ABORT, 'judgements are kept as they were made: add another one');
END;

CREATE TRIGGER actor_judgement_is_kept BEFORE DELETE ON actor_judgement
BEGIN
    SELECT RAISE(ABORT, 'judgements are kept for good: add another one');
END;
