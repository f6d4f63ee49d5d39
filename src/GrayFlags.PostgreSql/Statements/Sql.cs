namespace GrayFlags.PostgreSql.Statements;

/// <summary>All statements, for one schema. Parameters are numbered, and their types are always said: the app's own type mappings change nothing.</summary>
/// <remarks>
/// No arrays, no JSON types and no times are sent or read: every kind of data source can do the rest. Times are read as microseconds since 1970. Each call is
/// one statement, or one batch, which PostgreSQL runs as one transaction: a node that is paused holds no lock. Functions and types are named with their schema:
/// a role's search_path changes nothing.
/// </remarks>
internal sealed class Sql(string schema)
{
    private const string Now = "(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint";
    // Of 100 ns: the last one that a time of .NET can have.
    private const string MostTicks = "3155378975999999999";

    private static readonly string At = Microseconds("at");

    private readonly string _in = $"\"{schema}\"";

    public string Listen => $"LISTEN {_in}";

    public string Notify { get; } = "SELECT pg_catalog.pg_notify($1, $2)";

    public string Ping { get; } = "SELECT 1";

    public string LockSchema { get; } = "SELECT pg_catalog.pg_advisory_xact_lock($1)";

    public string HasFormat { get; } = "SELECT pg_catalog.to_regclass($1) IS NOT NULL";

    public string Format => $"SELECT version FROM {_in}.format";

    // Records.
    public string ReadRecords => $"SELECT revision, body, flag, id FROM {_in}.records WHERE namespace = $1 ORDER BY flag, id";

    public string ReadRecord => $"SELECT revision, body, flag, id FROM {_in}.records WHERE namespace = $1 AND flag = $2 AND id = $3";

    public string WriteRecord => $"""
        WITH written AS (
            INSERT INTO {_in}.records AS stored (namespace, flag, id, revision, phase, body, written_at)
            VALUES ($1, $2, $3, $4 + 1, $5, $6, pg_catalog.clock_timestamp())
            ON CONFLICT (namespace, flag, id) DO UPDATE
            SET revision = EXCLUDED.revision, phase = EXCLUDED.phase, body = EXCLUDED.body, written_at = EXCLUDED.written_at
            WHERE stored.revision = $4
            RETURNING 1)
        SELECT pg_catalog.pg_notify($7, $8)::pg_catalog.text FROM written
        """;

    // Those that have ended go first; the one just written stays.
    public string ForgetRecords => $"""
        DELETE FROM {_in}.records WHERE namespace = $1 AND flag = $2 AND id IN (
            SELECT id FROM {_in}.records
            WHERE namespace = $1 AND flag = $2 AND id <> $3 AND (phase = 'RolledBack') = $4
            ORDER BY phase IN ('Completed', 'Cancelled'), written_at DESC
            OFFSET $5)
        """;

    // Numbers without gaps.
    public string EnsureHead => $"INSERT INTO {_in}.heads (namespace, kind, last) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING";

    public string LockHead => $"SELECT last FROM {_in}.heads WHERE namespace = $1 AND kind = $2 FOR UPDATE";

    // A number of a process is not below the milliseconds since 1970: after a failover that has lost the counter it is not given again.
    public string TakeNumber => $"""
        INSERT INTO {_in}.counters AS stored (namespace, name, last) VALUES ($1, $2, CASE WHEN $3 THEN {Now} / 1000 ELSE 1 END)
        ON CONFLICT (namespace, name) DO UPDATE SET last = greatest(stored.last + 1, EXCLUDED.last)
        RETURNING last
        """;

    // The log. Only under the lock of its head.
    public string Append => $"""
        WITH fresh AS (
            INSERT INTO {_in}.members AS stored (namespace, member, sequence, seen_at) VALUES ($1, $2, $3, pg_catalog.clock_timestamp())
            ON CONFLICT (namespace, member) DO UPDATE SET sequence = EXCLUDED.sequence, seen_at = EXCLUDED.seen_at
            WHERE stored.sequence < EXCLUDED.sequence
            RETURNING 1),
        next AS (
            UPDATE {_in}.heads SET last = last + 1 WHERE namespace = $1 AND kind = $5 AND EXISTS (SELECT FROM fresh)
            RETURNING last)
        INSERT INTO {_in}.log (namespace, position, at, member, sequence, payload)
        SELECT $1, last, pg_catalog.clock_timestamp(), $2, $3, $4 FROM next
        """;

    // One statement, so that the end and the entries are of one moment. The size of a payload is known without reading it.
    public string ReadLog => $"""
        SELECT {Now}, coalesce(head.last, 0), entry.position, entry.at, entry.member, entry.sequence, entry.payload
        FROM (SELECT) AS one
        LEFT JOIN {_in}.heads AS head ON head.namespace = $1 AND head.kind = $2
        LEFT JOIN LATERAL (
            SELECT position, {At} AS at, member, sequence, payload,
                pg_catalog.sum(pg_catalog.octet_length(payload)) OVER (ORDER BY position) - pg_catalog.octet_length(payload) AS before
            FROM (
                SELECT position, at, member, sequence, payload FROM {_in}.log
                WHERE namespace = $1 AND position >= $3 ORDER BY position LIMIT $4) AS page) AS entry ON entry.before < $5
        ORDER BY entry.position
        """;

    // Some at a time, from the oldest, and never behind one that is young, or that a checkpoint needs: also of a rollout that the caller does not know.
    public string TrimLog => $"""
        WITH kept AS (
            SELECT (SELECT pg_catalog.min(position) FROM {_in}.log WHERE namespace = $1) + $3 AS most,
                (SELECT pg_catalog.min(position) FROM {_in}.log WHERE namespace = $1
                    AND at BETWEEN pg_catalog.clock_timestamp() - interval '10 minutes' AND pg_catalog.clock_timestamp() + interval '10 minutes') AS young,
                (SELECT pg_catalog.min(position) + 1 FROM {_in}.checkpoints AS stored WHERE namespace = $1
                    AND position >= (SELECT last FROM {_in}.heads WHERE namespace = $1 AND kind = $4) - $5
                    AND NOT EXISTS (
                        SELECT FROM {_in}.records AS record WHERE record.namespace = $1 AND record.flag = stored.flag AND record.id = stored.id
                        AND record.phase IN ('Cancelled', 'RolledBack'))) AS needed)
        DELETE FROM {_in}.log USING kept WHERE namespace = $1 AND position < least($2, most, young, needed)
        """;

    // A process that was silent for so long sends nothing again.
    public string ForgetMembers => $"DELETE FROM {_in}.members WHERE namespace = $1 AND seen_at < pg_catalog.clock_timestamp() - interval '7 days'";

    // Checkpoints.
    public string ReadCheckpoint => $"""
        SELECT name, revision, position, origin, state FROM {_in}.checkpoints WHERE namespace = $1 AND flag = $2 AND id = $3 AND attempt = $4
        """;

    // The state stays where it is.
    public string ReadCheckpointHead => $"""
        SELECT revision, position, origin, digest = pg_catalog.sha256(state) FROM {_in}.checkpoints
        WHERE namespace = $1 AND flag = $2 AND id = $3 AND attempt = $4
        """;

    // The log only grows: what is not beyond its end now will not be.
    public string WriteCheckpoint => $"""
        INSERT INTO {_in}.checkpoints AS stored (namespace, flag, id, name, attempt, revision, position, origin, state, digest, written_at)
        SELECT $1, $2, $3, $5, $4, $6 + 1, $7, $10, $8, pg_catalog.sha256($8), pg_catalog.clock_timestamp()
        WHERE $7 <= coalesce((SELECT last FROM {_in}.heads WHERE namespace = $1 AND kind = $9), 0)
        ON CONFLICT (namespace, flag, id) DO UPDATE
        SET name = EXCLUDED.name, attempt = EXCLUDED.attempt, revision = EXCLUDED.revision, position = EXCLUDED.position,
            origin = EXCLUDED.origin, state = EXCLUDED.state, digest = EXCLUDED.digest, written_at = EXCLUDED.written_at
        WHERE stored.attempt < EXCLUDED.attempt OR (stored.attempt = EXCLUDED.attempt AND stored.revision = $6)
        RETURNING revision
        """;

    // Removals. Only under the lock of their head; of a unit's entries the one of the latest time, and of equal ones the first, counts. A damaged one is none.
    public string AddRemovals => $"""
        WITH given AS (
            SELECT DISTINCT ON (flag COLLATE pg_catalog."C", unit) flag, unit, name, at, until, number
            FROM pg_catalog.json_to_recordset($2::pg_catalog.json)
                AS given (number int, flag pg_catalog.text, unit bigint, name pg_catalog.text, at bigint, until bigint)
            ORDER BY flag COLLATE pg_catalog."C", unit, at DESC, number),
        fresh AS (
            SELECT flag, unit, name, at, until, pg_catalog.row_number() OVER (ORDER BY number) AS number FROM given
            WHERE NOT EXISTS (
                SELECT FROM {_in}.removals AS stored
                WHERE stored.namespace = $1 AND stored.flag = given.flag AND stored.unit = given.unit
                AND stored.at_ticks <= {MostTicks} AND stored.until_ticks BETWEEN 0 AND {MostTicks}
                AND (stored.at_ticks > given.at OR (stored.at_ticks = given.at AND pg_catalog.upper(stored.name) = pg_catalog.upper(given.name))))),
        head AS (
            UPDATE {_in}.heads SET last = last + (SELECT pg_catalog.count(*) FROM fresh) WHERE namespace = $1 AND kind = $3
            RETURNING last - (SELECT pg_catalog.count(*) FROM fresh) AS before),
        added AS (
            INSERT INTO {_in}.removals (namespace, flag, unit, name, at_ticks, until_ticks, position)
            SELECT $1, flag, unit, name, at, until, before + number FROM fresh, head
            ON CONFLICT (namespace, flag, unit) DO UPDATE
            SET name = EXCLUDED.name, at_ticks = EXCLUDED.at_ticks, until_ticks = EXCLUDED.until_ticks, position = EXCLUDED.position
            RETURNING 1)
        SELECT pg_catalog.pg_notify($4, $5)::pg_catalog.text WHERE EXISTS (SELECT FROM added)
        """;

    public string ReadRemovals => $"""
        SELECT coalesce(head.last, 0), entry.flag, entry.name, entry.unit, entry.at_ticks, entry.until_ticks
        FROM (SELECT) AS one
        LEFT JOIN {_in}.heads AS head ON head.namespace = $1 AND head.kind = $2
        LEFT JOIN {_in}.removals AS entry ON entry.namespace = $1 AND entry.position > $3
        ORDER BY entry.position
        """;

    // Expired a day ago: until then other nodes may have to learn of readmissions. Beyond the greatest number those that expire first go.
    public string ForgetRemovals => $"""
        DELETE FROM {_in}.removals WHERE namespace = $1 AND (
            greatest(at_ticks, until_ticks) < {Now} * 10 + $2
            OR (flag, unit) IN (SELECT flag, unit FROM {_in}.removals WHERE namespace = $1 ORDER BY until_ticks DESC OFFSET $3))
        """;

    // Documents.
    public string ReadLatest => ReadNewest("pg_catalog.octet_length(body)");

    public string ReadDocument => ReadNewest("body");

    // The last column is true: of a version that is asked for it does not count that it is the latest.
    public string ReadVersion => $"""
        SELECT $2, {At}, published_by, reason, body, revert_of, true FROM (SELECT) AS one
        LEFT JOIN {_in}.document_heads AS head ON head.name = $1 AND head.version = $2
        LEFT JOIN {_in}.documents AS stored ON stored.name = $1 AND stored.version = $2
        WHERE head.version IS NOT NULL OR stored.version IS NOT NULL
        """;

    // With the latest one, though its row of documents may be lost.
    public string ReadHistory => $"""
        SELECT known.version, {At}, published_by, reason, pg_catalog.octet_length(body), revert_of FROM (
            SELECT version FROM {_in}.document_heads WHERE name = $1 AND version < $2
            UNION (SELECT version FROM {_in}.documents WHERE name = $1 AND version < $2 ORDER BY version DESC LIMIT $3)) AS known
        LEFT JOIN {_in}.documents AS stored ON stored.name = $1 AND stored.version = known.version
        ORDER BY known.version DESC LIMIT $3
        """;

    // Where the head is lost, the greatest version follows in its place; where the document is lost, the head's number counts.
    public string Write => $"""
        WITH head AS (
            INSERT INTO {_in}.document_heads AS stored (name, version) SELECT $1, $2
            WHERE $8 = coalesce(
                (SELECT version FROM {_in}.document_heads WHERE name = $1), (SELECT pg_catalog.max(version) FROM {_in}.documents WHERE name = $1), 0)
            ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version WHERE stored.version = $8
            RETURNING stored.version),
        written AS (
            INSERT INTO {_in}.documents (name, version, at, published_by, reason, body, revert_of)
            SELECT $1, version, pg_catalog.clock_timestamp(), $3, $4, $5, $6 FROM head
            RETURNING 1)
        SELECT pg_catalog.pg_notify($7, $9)::pg_catalog.text FROM written
        """;

    // The newest 500, and every one of 90 days.
    public string ForgetVersions => $"""
        DELETE FROM {_in}.documents WHERE name = $1 AND at < pg_catalog.clock_timestamp() - interval '90 days'
            AND version < (SELECT version FROM {_in}.documents WHERE name = $1 ORDER BY version DESC OFFSET 499 LIMIT 1)
        """;

    public string ForgetOlderVersions => $"""
        DELETE FROM {_in}.documents WHERE name = $1 AND version < (SELECT version FROM {_in}.document_heads WHERE name = $1)
        """;

    public string Join => $"""
        INSERT INTO {_in}.document_members (name, node, serving, schema_minor, library, seen_at) VALUES ($1, $2, $3, $4, $5, pg_catalog.clock_timestamp())
        ON CONFLICT (name, node) DO UPDATE
        SET serving = EXCLUDED.serving, schema_minor = EXCLUDED.schema_minor, library = EXCLUDED.library, seen_at = EXCLUDED.seen_at
        """;

    public string ForgetDocumentMembers => $"""
        DELETE FROM {_in}.document_members WHERE name = $1
            AND seen_at NOT BETWEEN pg_catalog.clock_timestamp() - interval '10 minutes' AND pg_catalog.clock_timestamp() + interval '10 minutes'
        """;

    public string ReadMembers => $"""
        SELECT node, serving, schema_minor, library, {Microseconds("seen_at")} FROM {_in}.document_members
        WHERE name = $1 AND seen_at BETWEEN pg_catalog.clock_timestamp() - interval '1 minute' AND pg_catalog.clock_timestamp() + interval '1 minute'
        """;

    // Null where .NET has no such time, as for infinity: of one row that somebody has overwritten nothing else may fail.
    private static string Microseconds(string column) =>
        $"CASE WHEN {column} BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 23:59:59+00' THEN (extract(epoch FROM {column}) * 1000000)::bigint END";

    // The last column is false where the head is lost; all columns of the document are null where that is.
    private string ReadNewest(string text) => $"""
        SELECT latest.version, {At}, published_by, reason, {text}, revert_of, latest.head IS NOT NULL
        FROM (
            SELECT head.version AS head, coalesce(head.version, (SELECT pg_catalog.max(version) FROM {_in}.documents WHERE name = $1)) AS version
            FROM (SELECT) AS one LEFT JOIN {_in}.document_heads AS head ON head.name = $1) AS latest
        LEFT JOIN {_in}.documents AS stored ON stored.name = $1 AND stored.version = latest.version
        WHERE latest.version IS NOT NULL
        """;
}
