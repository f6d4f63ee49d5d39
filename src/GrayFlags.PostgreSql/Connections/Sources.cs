using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>The pool of connections: the app's, or one of the store's own.</summary>
internal static class Sources
{
    public static NpgsqlDataSource Open(NpgsqlDataSource? source, string? connectionString) =>
        connectionString is not null ? Create(connectionString)
        : source is null ? throw new ArgumentException($"Give a data source, or {nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.ConnectionString)}.")
        : OfPrimary(source);

    /// <summary>The number of broken connections after which a call fails: where idle ones cannot be closed, the next one may be as dead.</summary>
#if NET10_0_OR_GREATER
    public const int MostBroken = 1;
#else
    public const int MostBroken = 20;
#endif

    /// <summary>Closes idle connections: those in use go on. Older editions of Npgsql cannot be asked to.</summary>
    public static void Clear(NpgsqlDataSource source)
    {
#if NET10_0_OR_GREATER
        source.Clear();
#else
        _ = source;
#endif
    }

    private static NpgsqlDataSource Create(string connectionString)
    {
        try
        {
            return OfPrimary(new NpgsqlDataSourceBuilder(connectionString).Build());
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            // Neither the text nor the exception, which may have a part of it: a password with a semicolon is cut in two.
            throw new ArgumentException(
                $"{nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.ConnectionString)} cannot be read ({exception.GetType().Name}). " +
                "It is a list such as 'Host=db;Database=shop;Username=shop'; a value with a semicolon or a quote needs quotes.");
        }
    }

    // Of several servers one takes writes, and only that one has what was written last.
    private static NpgsqlDataSource OfPrimary(NpgsqlDataSource source) =>
        source is NpgsqlMultiHostDataSource hosts ? hosts.WithTargetSession(TargetSessionAttributes.Primary) : source;
}
