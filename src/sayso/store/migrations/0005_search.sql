-- What counts and pages of a search are worked out from: narrow tables beside the wide ones, kept in step by triggers.
-- A value is a number here, 0 where there is none; days are numbers too (20310505). All of it can be made again from
-- article, statement and link. A row's key never changes, so no trigger looks out for that.

CREATE TABLE facet_value (
    code INTEGER PRIMARY KEY,
    facet TEXT NOT NULL CHECK (facet IN ('speaker', 'target', 'outlet', 'act', 'manner', 'language')),
    value TEXT NOT NULL,
    UNIQUE (facet, value)
);

CREATE TABLE article_facet (
    key INTEGER PRIMARY KEY,
    published_from INTEGER NOT NULL,
    published_to INTEGER NOT NULL,
    outlet INTEGER NOT NULL,
    language INTEGER NOT NULL
);

-- article is article.key.
CREATE TABLE statement_facet (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    number INTEGER NOT NULL,
    nested INTEGER NOT NULL,
    speaker INTEGER NOT NULL,
    act INTEGER NOT NULL,
    manner INTEGER NOT NULL,
    said_on_from INTEGER NOT NULL,
    said_on_to INTEGER NOT NULL,
    confidence REAL NOT NULL
);

CREATE TABLE statement_target (
    key INTEGER NOT NULL,
    target INTEGER NOT NULL,
    PRIMARY KEY (key, target)
) WITHOUT ROWID;

-- The links of kind copy, by the keys of their two ends.
CREATE TABLE statement_copy (
    link_id TEXT PRIMARY KEY,
    from_key INTEGER NOT NULL,
    to_key INTEGER NOT NULL
) WITHOUT ROWID;

-- Goes up with every change of 4,096 neighbouring keys: who has read them knows which to read again. A row stays when
-- the last of its keys has gone, so that no version comes twice.
CREATE TABLE facet_change (
    part TEXT NOT NULL CHECK (part IN ('article', 'statement', 'copy')),
    block INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (part, block)
) WITHOUT ROWID;

-- Articles.
CREATE TRIGGER article_faceted AFTER INSERT ON article
BEGIN
    INSERT INTO facet_value (facet, value) SELECT 'outlet', new.outlet WHERE new.outlet <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO facet_value (facet, value) SELECT 'language', new.language WHERE new.language <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO article_facet (key, published_from, published_to, outlet, language) VALUES (
        new.key,
        CAST(replace(new.published_from, '-', '') AS INTEGER),
        CAST(replace(new.published_to, '-', '') AS INTEGER),
        coalesce((SELECT code FROM facet_value WHERE facet = 'outlet' AND value = new.outlet), 0),
        coalesce((SELECT code FROM facet_value WHERE facet = 'language' AND value = new.language), 0)
    );
    INSERT INTO facet_change (part, block, version) VALUES ('article', new.key >> 12, 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER article_no_longer_faceted AFTER DELETE ON article
BEGIN
    DELETE FROM article_facet WHERE key = old.key;
    UPDATE facet_change SET version = version + 1 WHERE part = 'article' AND block = old.key >> 12;
END;

CREATE TRIGGER article_faceted_again AFTER UPDATE ON article
BEGIN
    INSERT INTO facet_value (facet, value) SELECT 'outlet', new.outlet WHERE new.outlet <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO facet_value (facet, value) SELECT 'language', new.language WHERE new.language <> ''
    ON CONFLICT DO NOTHING;
    UPDATE article_facet SET
        published_from = CAST(replace(new.published_from, '-', '') AS INTEGER),
        published_to = CAST(replace(new.published_to, '-', '') AS INTEGER),
        outlet = coalesce((SELECT code FROM facet_value WHERE facet = 'outlet' AND value = new.outlet), 0),
        language = coalesce((SELECT code FROM facet_value WHERE facet = 'language' AND value = new.language), 0)
    WHERE key = new.key;
    UPDATE facet_change SET version = version + 1 WHERE part = 'article' AND block = new.key >> 12;
END;

-- Statements.
CREATE TRIGGER statement_faceted AFTER INSERT ON statement
BEGIN
    INSERT INTO facet_value (facet, value) SELECT 'speaker', new.said_by WHERE new.said_by <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO facet_value (facet, value) SELECT 'act', new.act WHERE new.act <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO facet_value (facet, value) VALUES ('manner', new.manner)
    ON CONFLICT DO NOTHING;
    INSERT INTO statement_facet (
        key, article, number, nested, speaker, act, manner, said_on_from, said_on_to, confidence
    )
    VALUES (
        new.key,
        (SELECT key FROM article WHERE id = new.article_id),
        new.number,
        new.parent IS NOT NULL,
        coalesce((SELECT code FROM facet_value WHERE facet = 'speaker' AND value = new.said_by), 0),
        coalesce((SELECT code FROM facet_value WHERE facet = 'act' AND value = new.act), 0),
        (SELECT code FROM facet_value WHERE facet = 'manner' AND value = new.manner),
        CAST(replace(new.said_on_from, '-', '') AS INTEGER),
        CAST(replace(new.said_on_to, '-', '') AS INTEGER),
        new.confidence
    );
    INSERT INTO facet_change (part, block, version) VALUES ('statement', new.key >> 12, 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER statement_aimed AFTER INSERT ON statement WHEN new.act_targets <> '[]'
BEGIN
    INSERT INTO facet_value (facet, value)
    SELECT DISTINCT 'target', json_extract(target.value, '$[1]') FROM json_each(new.act_targets) AS target
    WHERE json_extract(target.value, '$[1]') <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO statement_target (key, target)
    SELECT DISTINCT new.key, named.code FROM json_each(new.act_targets) AS target
    JOIN facet_value AS named ON named.facet = 'target' AND named.value = json_extract(target.value, '$[1]');
END;

CREATE TRIGGER statement_no_longer_faceted AFTER DELETE ON statement
BEGIN
    DELETE FROM statement_facet WHERE key = old.key;
    DELETE FROM statement_target WHERE key = old.key;
    UPDATE facet_change SET version = version + 1 WHERE part = 'statement' AND block = old.key >> 12;
END;

CREATE TRIGGER statement_faceted_again AFTER UPDATE ON statement
BEGIN
    INSERT INTO facet_value (facet, value) SELECT 'speaker', new.said_by WHERE new.said_by <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO facet_value (facet, value) SELECT 'act', new.act WHERE new.act <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO facet_value (facet, value) VALUES ('manner', new.manner)
    ON CONFLICT DO NOTHING;
    UPDATE statement_facet SET
        article = (SELECT key FROM article WHERE id = new.article_id),
        number = new.number,
        nested = new.parent IS NOT NULL,
        speaker = coalesce((SELECT code FROM facet_value WHERE facet = 'speaker' AND value = new.said_by), 0),
        act = coalesce((SELECT code FROM facet_value WHERE facet = 'act' AND value = new.act), 0),
        manner = (SELECT code FROM facet_value WHERE facet = 'manner' AND value = new.manner),
        said_on_from = CAST(replace(new.said_on_from, '-', '') AS INTEGER),
        said_on_to = CAST(replace(new.said_on_to, '-', '') AS INTEGER),
        confidence = new.confidence
    WHERE key = new.key;
    UPDATE facet_change SET version = version + 1 WHERE part = 'statement' AND block = new.key >> 12;
END;

CREATE TRIGGER statement_aimed_again AFTER UPDATE OF act_targets ON statement
BEGIN
    DELETE FROM statement_target WHERE key = new.key;
    INSERT INTO facet_value (facet, value)
    SELECT DISTINCT 'target', json_extract(target.value, '$[1]') FROM json_each(new.act_targets) AS target
    WHERE json_extract(target.value, '$[1]') <> ''
    ON CONFLICT DO NOTHING;
    INSERT INTO statement_target (key, target)
    SELECT DISTINCT new.key, named.code FROM json_each(new.act_targets) AS target
    JOIN facet_value AS named ON named.facet = 'target' AND named.value = json_extract(target.value, '$[1]');
    UPDATE facet_change SET version = version + 1 WHERE part = 'statement' AND block = new.key >> 12;
END;

-- Copies.
CREATE TRIGGER copy_linked AFTER INSERT ON link WHEN new.kind = 'copy'
BEGIN
    INSERT INTO statement_copy (link_id, from_key, to_key)
    SELECT new.id, one.key, other.key FROM statement AS one, statement AS other
    WHERE one.id = new.from_id AND other.id = new.to_id;
    INSERT INTO facet_change (part, block, version) VALUES ('copy', 0, 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

CREATE TRIGGER copy_unlinked AFTER DELETE ON link WHEN old.kind = 'copy'
BEGIN
    DELETE FROM statement_copy WHERE link_id = old.id;
    UPDATE facet_change SET version = version + 1 WHERE part = 'copy' AND block = 0;
END;

CREATE TRIGGER copy_relinked AFTER UPDATE OF id, kind, from_id, to_id ON link
BEGIN
    DELETE FROM statement_copy WHERE link_id = old.id;
    INSERT INTO statement_copy (link_id, from_key, to_key)
    SELECT new.id, one.key, other.key FROM statement AS one, statement AS other
    WHERE new.kind = 'copy' AND one.id = new.from_id AND other.id = new.to_id;
    INSERT INTO facet_change (part, block, version) VALUES ('copy', 0, 1)
    ON CONFLICT DO UPDATE SET version = version + 1;
END;

-- What an older ledger holds.
INSERT INTO facet_value (facet, value)
SELECT 'outlet', outlet FROM article WHERE outlet <> '' GROUP BY outlet
UNION ALL SELECT 'language', language FROM article WHERE language <> '' GROUP BY language
UNION ALL SELECT 'speaker', said_by FROM statement WHERE said_by <> '' GROUP BY said_by
UNION ALL SELECT 'act', act FROM statement WHERE act <> '' GROUP BY act
UNION ALL SELECT 'manner', manner FROM statement GROUP BY manner
UNION ALL SELECT 'target', json_extract(target.value, '$[1]') FROM statement, json_each(act_targets) AS target
WHERE json_extract(target.value, '$[1]') <> '' GROUP BY json_extract(target.value, '$[1]');

INSERT INTO article_facet (key, published_from, published_to, outlet, language)
SELECT
    key,
    CAST(replace(published_from, '-', '') AS INTEGER),
    CAST(replace(published_to, '-', '') AS INTEGER),
    coalesce((SELECT code FROM facet_value WHERE facet = 'outlet' AND value = outlet), 0),
    coalesce((SELECT code FROM facet_value WHERE facet = 'language' AND value = language), 0)
FROM article;

INSERT INTO statement_facet (key, article, number, nested, speaker, act, manner, said_on_from, said_on_to, confidence)
SELECT
    key,
    (SELECT key FROM article WHERE id = article_id),
    number,
    parent IS NOT NULL,
    coalesce((SELECT code FROM facet_value WHERE facet = 'speaker' AND value = said_by), 0),
    coalesce((SELECT code FROM facet_value WHERE facet = 'act' AND value = act), 0),
    (SELECT code FROM facet_value WHERE facet = 'manner' AND value = manner),
    CAST(replace(said_on_from, '-', '') AS INTEGER),
    CAST(replace(said_on_to, '-', '') AS INTEGER),
    confidence
FROM statement;

INSERT INTO statement_target (key, target)
SELECT DISTINCT statement.key, named.code FROM statement, json_each(statement.act_targets) AS target
JOIN facet_value AS named ON named.facet = 'target' AND named.value = json_extract(target.value, '$[1]');

INSERT INTO statement_copy (link_id, from_key, to_key)
SELECT link.id, one.key, other.key FROM link
JOIN statement AS one ON one.id = link.from_id
JOIN statement AS other ON other.id = link.to_id
WHERE link.kind = 'copy';

INSERT INTO facet_change (part, block, version)
SELECT 'article', key >> 12, 1 FROM article_facet GROUP BY key >> 12
UNION ALL SELECT 'statement', key >> 12, 1 FROM statement_facet GROUP BY key >> 12
UNION ALL SELECT 'copy', 0, 1 WHERE EXISTS (SELECT 1 FROM statement_copy);
