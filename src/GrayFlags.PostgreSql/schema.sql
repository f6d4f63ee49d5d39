-- The tables of GrayFlags.PostgreSql, format 1. May be run again at any time: it changes nothing that is there.
-- Run it as the owner of the tables:   psql --set ON_ERROR_STOP=1 --single-transaction --file schema.sql
-- Another schema than grayflags:       sed 's/"grayflags"/"flags"/g' schema.sql | psql ...
-- What the role of the apps needs is in docs/postgresql.md: no DDL, and no right to anything else.

DO $$
BEGIN
    -- Asked first: whoever may not create schemas may run this in one that is there.
    IF pg_catalog.to_regnamespace('"grayflags"') IS NULL THEN
        CREATE SCHEMA "grayflags";
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS "grayflags".format (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version int NOT NULL
);

-- Ends of sequences without gaps. Whoever numbers holds the row's lock until the commit, so numbers become visible in their order.
CREATE TABLE IF NOT EXISTS "grayflags".heads (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    kind pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (namespace, kind)
) WITH (fillfactor = 50);

-- Where each rollout stands. Flag: its name in upper case. Body: JSON.
CREATE TABLE IF NOT EXISTS "grayflags".records (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    flag pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    id pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    revision bigint NOT NULL,
    phase pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    body pg_catalog.text NOT NULL,
    written_at pg_catalog.timestamptz NOT NULL,
    PRIMARY KEY (namespace, flag, id)
);

-- The evidence: batches of outcomes, in one order for the whole fleet.
CREATE TABLE IF NOT EXISTS "grayflags".log (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    position bigint NOT NULL,
    at pg_catalog.timestamptz NOT NULL,
    member bigint NOT NULL,
    sequence bigint NOT NULL,
    payload pg_catalog.bytea NOT NULL,
    PRIMARY KEY (namespace, position)
);

-- The last batch of each process: what it sends again is not appended again.
CREATE TABLE IF NOT EXISTS "grayflags".members (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    member bigint NOT NULL,
    sequence bigint NOT NULL,
    seen_at pg_catalog.timestamptz NOT NULL,
    PRIMARY KEY (namespace, member)
) WITH (fillfactor = 70);

CREATE TABLE IF NOT EXISTS "grayflags".counters (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    name pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (namespace, name)
);

-- The evidence of an attempt up to a position of the log.
CREATE TABLE IF NOT EXISTS "grayflags".checkpoints (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    flag pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    id pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    name pg_catalog.text NOT NULL,
    attempt int NOT NULL,
    revision bigint NOT NULL,
    position bigint NOT NULL,
    origin pg_catalog.text NOT NULL,
    state pg_catalog.bytea NOT NULL,
    digest pg_catalog.bytea NOT NULL,
    written_at pg_catalog.timestamptz NOT NULL,
    PRIMARY KEY (namespace, flag, id)
);

-- Units that are taken out of a rollout, by the hash of their ids. Times: ticks of 100 ns since the beginning of year 1, UTC.
CREATE TABLE IF NOT EXISTS "grayflags".removals (
    namespace pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    flag pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    unit bigint NOT NULL,
    name pg_catalog.text NOT NULL,
    at_ticks bigint NOT NULL,
    until_ticks bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (namespace, flag, unit)
);

CREATE UNIQUE INDEX IF NOT EXISTS removals_position ON "grayflags".removals (namespace, position);

-- The latest version of each document, which a new one has to follow.
CREATE TABLE IF NOT EXISTS "grayflags".document_heads (
    name pg_catalog.text COLLATE pg_catalog."C" PRIMARY KEY,
    version bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS "grayflags".documents (
    name pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    version bigint NOT NULL,
    at pg_catalog.timestamptz NOT NULL,
    published_by pg_catalog.text NOT NULL,
    reason pg_catalog.text NOT NULL,
    body pg_catalog.bytea NOT NULL,
    revert_of bigint,
    PRIMARY KEY (name, version)
);

-- The instances that read a document.
CREATE TABLE IF NOT EXISTS "grayflags".document_members (
    name pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    node pg_catalog.text COLLATE pg_catalog."C" NOT NULL,
    serving bigint NOT NULL,
    schema_minor int NOT NULL,
    library pg_catalog.text NOT NULL,
    seen_at pg_catalog.timestamptz NOT NULL,
    PRIMARY KEY (name, node)
) WITH (fillfactor = 70);

-- Last: what is complete has a format.
INSERT INTO "grayflags".format (version) VALUES (1) ON CONFLICT DO NOTHING;
