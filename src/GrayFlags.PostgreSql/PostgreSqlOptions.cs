namespace GrayFlags;

/// <summary>Options of the stores in PostgreSQL. Not thread-safe; read when a store is created.</summary>
public sealed class PostgreSqlOptions
{
    private const int MaxIdentifierLength = 63;
    private const int MaxDocumentLength = 194;

    private static readonly string[] ReservedEndings = [".off", ".usage"];

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The connection string, for a pool of the store's own. Default: null, for the app's <c>NpgsqlDataSource</c>, which <c>AddNpgsqlDataSource</c> registers.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The schema that has the tables: 1 to 63 letters, digits and underscores of ASCII, no digit first, not beginning with <c>pg_</c>; upper and lower case
    /// are different. Default: <c>grayflags</c>.
    /// </summary>
    public string Schema { get; set; } = "grayflags";

    /// <summary>
    /// True to create the schema and its tables when they are missing, which needs a role that may. Several nodes may start at once. Default: false, for a role
    /// without DDL: run <c>schema.sql</c>, or <see cref="PostgreSqlSchema.GetScript"/>, before.
    /// </summary>
    public bool CreateSchema { get; set; }

    /// <summary>
    /// The name of the document that rules come from, and of the rollouts and their evidence: apps that share it are one fleet. 1 to 194 characters, no control
    /// characters, not ending with <c>.off</c> or <c>.usage</c>. Default: <c>default</c>.
    /// </summary>
    public string Document { get; set; } = "default";

    /// <summary>The longest time that a call may take, its connection included. From 100 milliseconds to 5 minutes. Default: 5 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentException">An option is. The message never has the connection string.</exception>
    internal void Validate()
    {
        ThrowIfNotSchema(Schema, $"{nameof(PostgreSqlOptions)}.{nameof(Schema)}");

        if (Document is not { Length: >= 1 and <= MaxDocumentLength }
            || Document.Any(char.IsControl)
            || ReservedEndings.Any(ending => Document.EndsWith(ending, StringComparison.Ordinal)))
        {
            throw new ArgumentException(
                $"{nameof(PostgreSqlOptions)}.{nameof(Document)} has to be 1 to {MaxDocumentLength} characters, without control characters and not " +
                "ending with '.off' or '.usage'.");
        }

        if (CommandTimeout < TimeSpan.FromMilliseconds(100) || CommandTimeout > LongestTimeout)
        {
            throw new ArgumentException(
                $"{nameof(PostgreSqlOptions)}.{nameof(CommandTimeout)} is {CommandTimeout}, and has to be from 0.1 seconds to " +
                $"{LongestTimeout.TotalMinutes} minutes.");
        }
    }

    internal static void ThrowIfNotSchema(string? schema, string name)
    {
        if (schema is not { Length: >= 1 and <= MaxIdentifierLength }
            || char.IsAsciiDigit(schema[0])
            || !schema.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_')
            || schema.StartsWith("pg_", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{name} has to be 1 to {MaxIdentifierLength} letters, digits and underscores, no digit first and not beginning with 'pg_'.");
        }
    }

    /// <summary>A copy that nobody changes any more.</summary>
    internal PostgreSqlOptions Copy() => (PostgreSqlOptions)MemberwiseClone();
}
