-- Whose turn it is to be linked, found without a look at all articles. And what is tried is counted before it is tried,
-- so that what ends the process is given up in the end.

-- Every article has a row here. method is by which its links were looked for, '' where they were not yet. day is its
-- first day. tries counts how often linking it was begun and never ended, error is why it was given up: another method
-- tries it again.
ALTER TABLE linked ADD COLUMN day TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE linked ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE linked ADD COLUMN error TEXT COLLATE "C";
UPDATE linked SET day = (SELECT published_from FROM article WHERE article.id = linked.article_id);
INSERT INTO linked (article_id, method, day)
SELECT id, '', published_from FROM article WHERE id NOT IN (SELECT article_id FROM linked);
CREATE INDEX linked_by_turn ON linked (method, tries, day, article_id);

CREATE FUNCTION sayso_article_waits() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO linked (article_id, method, day) VALUES (new.id, '', new.published_from);
    RETURN NULL;
END
$$;
CREATE TRIGGER article_waits AFTER INSERT ON article FOR EACH ROW EXECUTE FUNCTION sayso_article_waits();

-- How often a poll was begun and never ended.
ALTER TABLE feed ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;

-- Of several places of a document, the view gives the one by which it is read: an address before a file, then by name.
CREATE OR REPLACE VIEW statements AS
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
    sayso_spans(s.id, 'source') AS source_spans,
    sayso_spans(s.id, 'cue') AS cue_spans,
    sayso_spans(s.id, 'content') AS content_spans,
    (SELECT '[' || p.start || ',' || p."end" || ']' FROM span AS p
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
    AND o.origin = (
        SELECT f.origin FROM origin AS f WHERE f.document_id = d.id
        ORDER BY f.origin NOT LIKE 'http://%' AND f.origin NOT LIKE 'https://%', f.origin LIMIT 1
    )
LEFT JOIN mention AS sp ON sp.statement_id = s.id AND sp.role = 'speaker'
LEFT JOIN mention AS ad ON ad.statement_id = s.id AND ad.role = 'addressee';
