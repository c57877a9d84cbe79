-- Who is who, kept up from what has changed alone: as in SQLite's 0011.

ALTER TABLE known_actor ADD COLUMN plain_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE known_actor ADD COLUMN first_seen TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX known_actor_by_plain_id ON known_actor (plain_id);

CREATE TABLE actor_place (
    article_id TEXT COLLATE "C" NOT NULL,
    local_id TEXT COLLATE "C" NOT NULL,
    home BIGINT NOT NULL,
    actor_id TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article_id, local_id)
);
CREATE INDEX actor_place_by_home ON actor_place (home);
CREATE INDEX actor_place_by_actor ON actor_place (actor_id);

CREATE TABLE actor_name_key (
    key BIGINT NOT NULL,
    article_id TEXT COLLATE "C" NOT NULL,
    local_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (key, article_id, local_id)
);
CREATE INDEX actor_name_key_by_article ON actor_name_key (article_id);

CREATE TABLE actor_sighting (
    office BIGINT NOT NULL,
    article_id TEXT COLLATE "C" NOT NULL,
    local_id TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    asked BIGINT NOT NULL,
    who_article TEXT COLLATE "C",
    who_local TEXT COLLATE "C",
    PRIMARY KEY (office, article_id, local_id)
);
CREATE INDEX actor_sighting_by_local ON actor_sighting (article_id, local_id);

CREATE TABLE actor_replay (
    judgement_id TEXT COLLATE "C" PRIMARY KEY,
    moment TEXT COLLATE "C" NOT NULL,
    homes TEXT COLLATE "C"
);

CREATE TABLE actor_change (article_id TEXT COLLATE "C" PRIMARY KEY);

CREATE FUNCTION sayso_local_actor_noted() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op <> 'INSERT' THEN
        INSERT INTO actor_change (article_id) VALUES (old.article_id) ON CONFLICT DO NOTHING;
    END IF;
    IF tg_op <> 'DELETE' THEN
        INSERT INTO actor_change (article_id) VALUES (new.article_id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER local_actor_noted AFTER INSERT OR UPDATE OR DELETE ON local_actor
FOR EACH ROW EXECUTE FUNCTION sayso_local_actor_noted();

DROP TABLE actor_proposal;
CREATE TABLE actor_proposal (
    home BIGINT NOT NULL,
    n BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    sightings BIGINT NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (home, n)
);
CREATE INDEX actor_proposal_by_score ON actor_proposal (score DESC, sightings DESC, id, n);

ALTER TABLE actor_stamp ADD COLUMN places BIGINT NOT NULL DEFAULT 0;
UPDATE actor_stamp SET resolved = NULL;
