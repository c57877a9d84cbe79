-- The ledger, first version. Offsets are Unicode code points into article.text, end exclusive.
-- Ids are derived from content. The columns named "key" serve the full-text index alone and mean nothing.

CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- Bytes as received, compressed; sha256 is that of the bytes before compression.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    codec TEXT NOT NULL CHECK (codec = 'zlib'),
    bytes BLOB NOT NULL
);

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES blob (sha256),
    media_type TEXT NOT NULL,
    given TEXT NOT NULL
);

-- Where a document came from; the same bytes from two places are one document with two origins.
CREATE TABLE origin (
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    name TEXT NOT NULL,
    charset TEXT,
    fetched TEXT NOT NULL,
    PRIMARY KEY (document_id, origin)
) WITHOUT ROWID;
CREATE INDEX origin_by_name ON origin (name);

CREATE TABLE run (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    settings TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT
);

-- published_from and published_to are the first and last day of published, '' where it is unknown.
-- reading is the SHA-256 of what a model reads: the text, its lines' roles, its language. nodes is the DOM map.
CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL UNIQUE REFERENCES document (id) ON DELETE CASCADE,
    run_id TEXT NOT NULL REFERENCES run (id),
    reading TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    authors TEXT NOT NULL,
    url TEXT,
    language TEXT,
    translated_by TEXT,
    published TEXT,
    published_precision TEXT,
    published_basis TEXT,
    published_span TEXT,
    published_from TEXT NOT NULL,
    published_to TEXT NOT NULL,
    basis TEXT NOT NULL,
    not_extracted TEXT,
    text TEXT NOT NULL,
    nodes BLOB
);
CREATE INDEX article_by_day ON article (published_from DESC, id);
CREATE INDEX article_by_reading ON article (reading);
CREATE INDEX article_by_run ON article (run_id);

CREATE TABLE line (
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (article_id, n)
) WITHOUT ROWID;

-- said_by is the resolved speaker's name, or else source_text. position is where the content begins.
CREATE TABLE statement (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    run_id TEXT NOT NULL REFERENCES run (id),
    parent TEXT,
    position INTEGER NOT NULL,
    manner TEXT NOT NULL CHECK (manner IN ('direct', 'indirect', 'mixed')),
    confidence REAL NOT NULL,
    said_by TEXT NOT NULL,
    source_text TEXT NOT NULL,
    cue_text TEXT NOT NULL,
    content_text TEXT NOT NULL,
    said_on TEXT,
    said_on_precision TEXT,
    said_on_basis TEXT,
    act TEXT,
    act_targets TEXT NOT NULL,
    act_score REAL,
    chain TEXT NOT NULL
);
CREATE INDEX statement_by_place ON statement (article_id, position, id);
CREATE INDEX statement_by_run ON statement (run_id);

CREATE TABLE span (
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('source', 'cue', 'content', 'said_on')),
    n INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (statement_id, role, n)
) WITHOUT ROWID;

CREATE TABLE actor (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);

CREATE TABLE actor_name (
    actor_id TEXT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (actor_id, name)
) WITHOUT ROWID;

CREATE TABLE office (
    actor_id TEXT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    since TEXT,
    until TEXT,
    PRIMARY KEY (actor_id, title, body)
) WITHOUT ROWID;

-- The actor behind a role of a statement, as resolved from that place in the text.
CREATE TABLE mention (
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('speaker', 'addressee')),
    actor_id TEXT NOT NULL REFERENCES actor (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    basis TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (statement_id, role)
) WITHOUT ROWID;
CREATE INDEX mention_by_actor ON mention (actor_id, name, kind);

CREATE TABLE link (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    from_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    to_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    method TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES run (id)
);
CREATE INDEX link_by_from ON link (from_id);
CREATE INDEX link_by_to ON link (to_id);

-- A person's decisions: kept for good. No foreign key, so that they outlive a re-run and meet the same ids again.
CREATE TABLE judgement (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject IN ('statement')),
    subject_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
    judge TEXT NOT NULL,
    made TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX judgement_by_subject ON judgement (subject, subject_id, made, id);

CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'judgements are kept as they were made: add another one');
END;

CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'judgements are kept for good: add another one');
END;

CREATE TABLE validator (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT);

-- Full text, kept in step by triggers. Case and diacritics do not count.
CREATE VIRTUAL TABLE article_words USING fts5(
    title, outlet, text, content = 'article', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE statement_words USING fts5(
    said_by, content_text, content = 'statement', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_added AFTER INSERT ON article
BEGIN
    INSERT INTO article_words (rowid, title, outlet, text) VALUES (new.key, new.title, new.outlet, new.text);
END;

CREATE TRIGGER article_removed AFTER DELETE ON article
BEGIN
    INSERT INTO article_words (article_words, rowid, title, outlet, text)
    VALUES ('delete', old.key, old.title, old.outlet, old.text);
END;

CREATE TRIGGER article_changed AFTER UPDATE OF key, title, outlet, text ON article
BEGIN
    INSERT INTO article_words (article_words, rowid, title, outlet, text)
    VALUES ('delete', old.key, old.title, old.outlet, old.text);
    INSERT INTO article_words (rowid, title, outlet, text) VALUES (new.key, new.title, new.outlet, new.text);
END;

CREATE TRIGGER statement_added AFTER INSERT ON statement
BEGIN
    INSERT INTO statement_words (rowid, said_by, content_text) VALUES (new.key, new.said_by, new.content_text);
END;

CREATE TRIGGER statement_removed AFTER DELETE ON statement
BEGIN
    INSERT INTO statement_words (statement_words, rowid, said_by, content_text)
    VALUES ('delete', old.key, old.said_by, old.content_text);
END;

CREATE TRIGGER statement_changed AFTER UPDATE OF key, said_by, content_text ON statement
BEGIN
    INSERT INTO statement_words (statement_words, rowid, said_by, content_text)
    VALUES ('delete', old.key, old.said_by, old.content_text);
    INSERT INTO statement_words (rowid, said_by, content_text) VALUES (new.key, new.said_by, new.content_text);
END;

CREATE VIEW latest_judgement AS
SELECT j.* FROM judgement AS j
WHERE NOT EXISTS (
    SELECT 1 FROM judgement AS later
    WHERE later.subject = j.subject AND later.subject_id = j.subject_id
        AND (later.made, later.id) > (j.made, j.id)
);

-- One flat row a statement, with everything; lists are JSON. For Datasette, DB Browser, pandas, R.
CREATE VIEW statements AS
SELECT
    s.id,
    s.said_by,
    s.cue_text,
    s.content_text,
    s.manner,
    s.confidence,
    a.outlet,
    a.title,
    a.published,
    a.url,
    o.origin,
    s.source_text,
    sp.name AS speaker,
    sp.actor_id AS speaker_id,
    sp.kind AS speaker_kind,
    coalesce(sp.affiliation, '[]') AS speaker_affiliation,
    sp.basis AS speaker_basis,
    sp.score AS speaker_score,
    ad.name AS addressee,
    ad.actor_id AS addressee_id,
    ad.kind AS addressee_kind,
    coalesce(ad.affiliation, '[]') AS addressee_affiliation,
    ad.basis AS addressee_basis,
    ad.score AS addressee_score,
    s.chain,
    s.said_on,
    s.said_on_precision,
    s.said_on_basis,
    s.act,
    s.act_targets,
    s.act_score,
    a.published_precision,
    a.published_basis,
    a.published_from,
    a.published_to,
    a.authors,
    a.language,
    a.translated_by,
    (SELECT j.verdict FROM judgement AS j WHERE j.subject = 'statement' AND j.subject_id = s.id
        ORDER BY j.made DESC, j.id DESC LIMIT 1) AS verdict,
    (SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
        WHERE statement_id = s.id AND role = 'source' ORDER BY n) AS p) AS source_spans,
    (SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
        WHERE statement_id = s.id AND role = 'cue' ORDER BY n) AS p) AS cue_spans,
    (SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
        WHERE statement_id = s.id AND role = 'content' ORDER BY n) AS p) AS content_spans,
    (SELECT json_array(p.start, p."end") FROM span AS p
        WHERE p.statement_id = s.id AND p.role = 'said_on' AND p.n = 0) AS said_on_span,
    s.position,
    s.parent,
    s.article_id,
    a.document_id,
    o.name,
    o.fetched,
    d.media_type,
    d.sha256,
    r.model,
    r.model_version,
    s.run_id
FROM statement AS s
JOIN article AS a ON a.id = s.article_id
JOIN document AS d ON d.id = a.document_id
JOIN run AS r ON r.id = s.run_id
JOIN origin AS o ON o.document_id = d.id
    AND o.origin = (SELECT min(f.origin) FROM origin AS f WHERE f.document_id = d.id)
LEFT JOIN mention AS sp ON sp.statement_id = s.id AND sp.role = 'speaker'
LEFT JOIN mention AS ad ON ad.statement_id = s.id AND ad.role = 'addressee';

-- What models said and no person rejected.
CREATE VIEW accepted_statements AS
SELECT * FROM statements WHERE coalesce(verdict, '') <> 'rejected';
