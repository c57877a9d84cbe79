-- More kinds of judgements, and statements as people have corrected them. What a model had read of a statement that was
-- corrected is kept beside it, so that taking a judgement back leaves no trace; all of it can be worked out again from
-- these and from the judgements.

DROP VIEW accepted_statements;
DROP VIEW statements;
DROP VIEW latest_judgement;

-- A check can't be changed: the table is made anew.
DROP TRIGGER judgement_stays;
DROP TRIGGER judgement_is_kept;
DROP INDEX judgement_by_subject;
ALTER TABLE judgement RENAME TO judgement_before;

-- subject_id and other_id are statements, the second one only for links. place and other_place say in JSON where they
-- stood when they were judged; article_id, sha256 (of the document) and so on are copied out of them for look-ups. value
-- is JSON: what the field is, or which kind of link. No foreign key, so that judgements outlive a re-run.
CREATE TABLE judgement (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN (
        'accepted', 'rejected', 'speaker', 'act', 'said_on', 'source', 'cue', 'content', 'link-added', 'link-broken',
        'withdrawn'
    )),
    subject_id TEXT NOT NULL,
    article_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    place TEXT NOT NULL,
    other_id TEXT NOT NULL,
    other_article_id TEXT NOT NULL,
    other_sha256 TEXT NOT NULL,
    other_place TEXT NOT NULL,
    value TEXT NOT NULL,
    withdraws TEXT NOT NULL,
    judge TEXT NOT NULL,
    made TEXT NOT NULL,
    note TEXT NOT NULL
);

INSERT INTO judgement
SELECT
    j.id,
    j.verdict,
    j.subject_id,
    coalesce(s.article_id, ''),
    coalesce(d.sha256, ''),
    CASE WHEN s.id IS NULL THEN json_object('statement', j.subject_id) ELSE json_object(
        'statement', j.subject_id,
        'article_id', s.article_id,
        'sha256', d.sha256,
        'quoted', s.cue_text || ' | ' || s.content_text,
        'model', r.model,
        'model_version', r.model_version,
        'source', json((SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
            WHERE statement_id = s.id AND role = 'source' ORDER BY n) AS p)),
        'cue', json((SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
            WHERE statement_id = s.id AND role = 'cue' ORDER BY n) AS p)),
        'content', json((SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
            WHERE statement_id = s.id AND role = 'content' ORDER BY n) AS p)),
        'nested', json(CASE WHEN s.parent IS NULL THEN 'false' ELSE 'true' END),
        'confidence', s.confidence
    ) END,
    '', '', '', '', 'null', '', j.judge, j.made, j.note
FROM judgement_before AS j
LEFT JOIN statement AS s ON s.id = j.subject_id
LEFT JOIN article AS a ON a.id = s.article_id
LEFT JOIN document AS d ON d.id = a.document_id
LEFT JOIN run AS r ON r.id = s.run_id;

DROP TABLE judgement_before;

CREATE INDEX judgement_by_subject ON judgement (subject_id);
CREATE INDEX judgement_by_article ON judgement (article_id);
CREATE INDEX judgement_by_document ON judgement (sha256);
CREATE INDEX judgement_by_other ON judgement (other_id);
CREATE INDEX judgement_by_other_article ON judgement (other_article_id);
CREATE INDEX judgement_by_other_document ON judgement (other_sha256);
CREATE INDEX judgement_by_withdrawn ON judgement (withdraws);
CREATE INDEX judgement_by_time ON judgement (made, id);

CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'judgements are kept as they were made: add another one');
END;

CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'judgements are kept for good: add another one');
END;

-- The verdict that holds. statement, span and mention have what people made of a statement; record here is what the
-- model had read, in JSON, where that is another thing.
ALTER TABLE statement ADD COLUMN verdict TEXT CHECK (verdict IN ('accepted', 'rejected'));

UPDATE statement SET verdict = (
    SELECT j.kind FROM judgement AS j WHERE j.subject_id = statement.id ORDER BY j.made DESC, j.id DESC LIMIT 1
) WHERE id IN (SELECT subject_id FROM judgement);

CREATE INDEX statement_by_doubt ON statement (confidence, id) WHERE verdict IS NULL;
CREATE INDEX statement_rejected ON statement (id) WHERE verdict = 'rejected';

-- Links at a statement that was rejected don't count, copies among them.
CREATE TRIGGER copies_judged AFTER UPDATE OF verdict ON statement
WHEN (new.verdict IS 'rejected') <> (old.verdict IS 'rejected')
BEGIN
    INSERT INTO facet_change (part, block, version) VALUES ('copy', 0, 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TABLE statement_as_read (
    statement_id TEXT PRIMARY KEY REFERENCES statement (id) ON DELETE CASCADE,
    record TEXT NOT NULL
) WITHOUT ROWID;

-- Links that were found and that a person broke, as they were found.
CREATE TABLE broken_link (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    from_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    to_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    method TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES run (id),
    evidence TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX broken_link_by_from ON broken_link (from_id);
CREATE INDEX broken_link_by_to ON broken_link (to_id);

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
    s.said_on_from,
    s.said_on_to,
    s.act,
    s.act_targets,
    s.act_score,
    s.modality,
    s.tone,
    a.published_precision,
    a.published_basis,
    a.published_from,
    a.published_to,
    a.authors,
    a.language,
    a.translated_by,
    s.verdict,
    (SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
        WHERE statement_id = s.id AND role = 'source' ORDER BY n) AS p) AS source_spans,
    (SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
        WHERE statement_id = s.id AND role = 'cue' ORDER BY n) AS p) AS cue_spans,
    (SELECT json_group_array(json_array(p.start, p."end")) FROM (SELECT start, "end" FROM span
        WHERE statement_id = s.id AND role = 'content' ORDER BY n) AS p) AS content_spans,
    (SELECT json_array(p.start, p."end") FROM span AS p
        WHERE p.statement_id = s.id AND p.role = 'said_on' AND p.n = 0) AS said_on_span,
    s.number,
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
