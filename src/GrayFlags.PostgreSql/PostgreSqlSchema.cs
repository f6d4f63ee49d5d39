using System.Text;

namespace GrayFlags;

/// <summary>The tables that the stores in PostgreSQL need.</summary>
public static class PostgreSqlSchema
{
    private const string DefaultSchema = "\"grayflags\"";

    /// <summary>The format of the tables that this version reads and writes.</summary>
    public const int Format = 1;

    /// <summary>The script that creates the tables: for a migration, or for whoever may create them. It may be run again at any time.</summary>
    /// <param name="schema">The schema, as in <see cref="PostgreSqlOptions.Schema"/>.</param>
    /// <returns>Statements of SQL.</returns>
    /// <exception cref="ArgumentException"><paramref name="schema"/> is no name of a schema.</exception>
    public static string GetScript(string schema = "grayflags")
    {
        PostgreSqlOptions.ThrowIfNotSchema(schema, nameof(schema));

        using var stream = typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream("schema.sql")
            ?? throw new InvalidOperationException("The assembly has lost its schema.sql.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace(DefaultSchema, $"\"{schema}\"", StringComparison.Ordinal);
    }
}
