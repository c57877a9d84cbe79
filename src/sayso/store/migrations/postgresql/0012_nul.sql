-- Text is kept without NUL from here on, in both databases alike: it is U+FFFD, where it was U+FDD0 here. JSON that an older
-- version kept may spell one out, which no text of PostgreSQL can have.
CREATE OR REPLACE FUNCTION sayso_targets(act_targets TEXT) RETURNS TABLE (id TEXT, name TEXT)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT target ->> 0, target ->> 1
    FROM json_array_elements(regexp_replace(act_targets, '(?<!\\)((\\\\)*)\\u0000', '\1\\ufffd', 'g')::JSON) AS target
$$;
