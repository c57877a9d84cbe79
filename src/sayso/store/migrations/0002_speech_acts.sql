-- What the speaker does by saying it, when, to whom and through whom: the columns that statements are found by.
-- Version 0.1.0 left all of these unknown, so an older ledger has nothing to carry over until it is read again.

-- modality is a JSON list, of negated, conditional, future. said_on_from and said_on_to are the first and last day of
-- said_on, '' where it is unknown. number counts an article's statements from 1, each before those nested in it.
-- The names stand one after the other with U+E000 between them, for the full-text index alone.
ALTER TABLE statement ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN said_on_from TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN said_on_to TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN modality TEXT NOT NULL DEFAULT '[]';
ALTER TABLE statement ADD COLUMN tone TEXT CHECK (tone IN ('positive', 'negative'));
ALTER TABLE statement ADD COLUMN addressee_names TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN target_names TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN chain_names TEXT NOT NULL DEFAULT '';

UPDATE statement SET number = (
    SELECT count(*) FROM statement AS other
    WHERE other.article_id = statement.article_id
        AND (other.position, other.id) <= (statement.position, statement.id)
);

DROP INDEX statement_by_place;
CREATE INDEX statement_by_place ON statement (article_id, number, id);

-- A full-text index can't be given another column: it is made anew, and filled from the table.
DROP TRIGGER statement_added;
DROP TRIGGER statement_removed;
DROP TRIGGER statement_changed;
DROP TABLE statement_words;

CREATE VIRTUAL TABLE statement_words USING fts5(
    said_by, content_text, addressee_names, target_names, chain_names,
    content = 'statement', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO statement_words (statement_words) VALUES ('rebuild');

CREATE TRIGGER statement_added AFTER INSERT ON statement
BEGIN
    INSERT INTO statement_words (rowid, said_by, content_text, addressee_names, target_names, chain_names)
    VALUES (new.key, new.said_by, new.content_text, new.addressee_names, new.target_names, new.chain_names);
END;

CREATE TRIGGER statement_removed AFTER DELETE ON statement
BEGIN
    INSERT INTO statement_words (
        statement_words, rowid, said_by, content_text, addressee_names, target_names, chain_names
    )
    VALUES (
        'delete', old.key, old.said_by, old.content_text, old.addressee_names, old.target_names, old.chain_names
    );
END;

CREATE TRIGGER statement_changed
AFTER UPDATE OF key, said_by, content_text, addressee_names, target_names, chain_names ON statement
BEGIN
    INSERT INTO statement_words (
        statement_words, rowid, said_by, content_text, addressee_names, target_names, chain_names
    )
    VALUES (
        'delete', old.key, old.said_by, old.content_text, old.addressee_names, old.target_names, old.chain_names
    );
    INSERT INTO statement_words (rowid, said_by, content_text, addressee_names, target_names, chain_names)
    VALUES (new.key, new.said_by, new.content_text, new.addressee_names, new.target_names, new.chain_names);
END;

-- The two views, with the new columns.
DROP VIEW accepted_statements;
DROP VIEW statements;

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
