-- Actors across articles as they were last worked out from local_actor and actor_judgement, and what they are asked by.
-- All of it can be worked out anew. record is JSON; since and until are days, '' where none is known.
CREATE TABLE known_actor (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    sightings INTEGER NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX known_actor_by_sightings ON known_actor (sightings DESC, id);

-- The folded words of an actor's names; n counts its names, so that words are found that all stand in one of them.
CREATE TABLE known_actor_name (
    word TEXT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES known_actor (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    PRIMARY KEY (word, actor_id, n)
) WITHOUT ROWID;
CREATE INDEX known_actor_name_by_actor ON known_actor_name (actor_id);

-- Which actor an actor of one article is, and why.
CREATE TABLE known_actor_of (
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    local_id TEXT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES known_actor (id) ON DELETE CASCADE,
    basis TEXT NOT NULL,
    PRIMARY KEY (article_id, local_id)
) WITHOUT ROWID;
CREATE INDEX known_actor_of_by_actor ON known_actor_of (actor_id);

-- Merges that are in doubt, the likeliest with n = 1.
CREATE TABLE actor_proposal (n INTEGER PRIMARY KEY, id TEXT NOT NULL, score REAL NOT NULL, record TEXT NOT NULL);

-- One row. changes counts what came, went or changed among local actors and judgements; resolved is its value when the
-- actors above were worked out, by which method: they are current where the two are the same.
CREATE TABLE actor_stamp (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    changes INTEGER NOT NULL,
    resolved INTEGER,
    method TEXT
);
INSERT INTO actor_stamp (only, changes) VALUES (1, 0);

CREATE TRIGGER local_actor_added AFTER INSERT ON local_actor
BEGIN
    UPDATE actor_stamp SET changes = changes + 1;
END;

CREATE TRIGGER local_actor_removed AFTER DELETE ON local_actor
BEGIN
    UPDATE actor_stamp SET changes = changes + 1;
END;

CREATE TRIGGER local_actor_changed AFTER UPDATE ON local_actor
BEGIN
    UPDATE actor_stamp SET changes = changes + 1;
END;

CREATE TRIGGER actor_judgement_added AFTER INSERT ON actor_judgement
BEGIN
    UPDATE actor_stamp SET changes = changes + 1;
END;
