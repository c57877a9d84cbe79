-- Who is who, kept up from what has changed alone (docs/design/2026-11-27-actors-by-blocks.md). All of it can be worked
-- out anew, and is once, when it is first asked for after this.

-- plain_id is the id of an actor without regard to namesakes; first_seen is its first sighting, as JSON.
ALTER TABLE known_actor ADD COLUMN plain_id TEXT NOT NULL DEFAULT '';
ALTER TABLE known_actor ADD COLUMN first_seen TEXT NOT NULL DEFAULT '';
CREATE INDEX known_actor_by_plain_id ON known_actor (plain_id);

-- home is a number for the key by which local actors are looked up that may be one: all of a home are redone together.
-- No foreign key, here and below: what an article had is needed after it went.
CREATE TABLE actor_place (
    article_id TEXT NOT NULL,
    local_id TEXT NOT NULL,
    home INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (article_id, local_id)
) WITHOUT ROWID;
CREATE INDEX actor_place_by_home ON actor_place (home);
CREATE INDEX actor_place_by_actor ON actor_place (actor_id);

-- Whom a judgement by name means: key is a number for the folded name.
CREATE TABLE actor_name_key (
    key INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    local_id TEXT NOT NULL,
    PRIMARY KEY (key, article_id, local_id)
) WITHOUT ROWID;
CREATE INDEX actor_name_key_by_article ON actor_name_key (article_id);

-- Who was seen in an office (asked = 0), as the first sighting of that person, and whom an office alone means (asked = 1),
-- null where nobody is found.
CREATE TABLE actor_sighting (
    office INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    local_id TEXT NOT NULL,
    day TEXT NOT NULL,
    asked INTEGER NOT NULL,
    who_article TEXT,
    who_local TEXT,
    PRIMARY KEY (office, article_id, local_id)
) WITHOUT ROWID;
CREATE INDEX actor_sighting_by_local ON actor_sighting (article_id, local_id);

-- Judgements that were replayed: homes is JSON, null where one names nobody, or more than one of an article.
CREATE TABLE actor_replay (judgement_id TEXT PRIMARY KEY, moment TEXT NOT NULL, homes TEXT) WITHOUT ROWID;

-- Articles whose local actors came, went or changed since the actors were last worked out.
CREATE TABLE actor_change (article_id TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER local_actor_came_in AFTER INSERT ON local_actor
BEGIN
    INSERT INTO actor_change (article_id) VALUES (new.article_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER local_actor_went_out AFTER DELETE ON local_actor
BEGIN
    INSERT INTO actor_change (article_id) VALUES (old.article_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER local_actor_became_another AFTER UPDATE ON local_actor
BEGIN
    INSERT INTO actor_change (article_id) VALUES (old.article_id), (new.article_id) ON CONFLICT DO NOTHING;
END;

-- n is the place among the proposals of a home.
DROP TABLE actor_proposal;
CREATE TABLE actor_proposal (
    home INTEGER NOT NULL,
    n INTEGER NOT NULL,
    id TEXT NOT NULL,
    score REAL NOT NULL,
    sightings INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (home, n)
) WITHOUT ROWID;
CREATE INDEX actor_proposal_by_score ON actor_proposal (score DESC, sightings DESC, id, n);

-- places counts the rows of actor_place.
ALTER TABLE actor_stamp ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
UPDATE actor_stamp SET resolved = NULL;
