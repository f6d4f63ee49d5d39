using System.Data.Common;
using GrayFlags.Engines;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>The pool of connections: the app's, or one of the store's own.</summary>
internal static class Sources
{
    // Those that people write; a name that is near to one of them is a slip.
    private static readonly string[] Keywords =
    [
        "Host", "Server", "Port", "Database", "Username", "User ID", "Password", "Passfile", "Options", "Timeout", "Command Timeout", "Keepalive",
        "SSL Mode", "SSL Certificate", "SSL Key", "SSL Password", "Root Certificate", "Trust Server Certificate", "Channel Binding",
        "Pooling", "Minimum Pool Size", "Maximum Pool Size", "Connection Idle Lifetime", "Connection Lifetime", "No Reset On Close", "Multiplexing",
        "Max Auto Prepare", "Application Name", "Search Path", "Client Encoding", "Include Error Detail", "Persist Security Info",
        "Target Session Attributes", "Load Balance Hosts", "GSS Encryption Mode", "Include Realm", "Kerberos Service Name",
    ];

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

    /// <summary>The greatest number of connections in the pool; null where there is no pool, or it is not known.</summary>
    public static int? MostConnections(NpgsqlDataSource source)
    {
        try
        {
            // Without the password, which is not asked for.
            var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
            return settings.Pooling ? settings.MaxPoolSize : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

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
            var problem = ProblemOf(connectionString) is { } found ? $": {found}" : $" ({exception.GetType().Name})";
            throw new ArgumentException(
                $"{nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.ConnectionString)} cannot be read{problem}. " +
                "It is a list such as 'Host=db;Database=shop;Username=shop'; a value with a semicolon or a quote needs quotes.");
        }
    }

    /// <summary>The entry of a connection string that cannot be read, in words that have no value; null when it is not known which one.</summary>
    public static string? ProblemOf(string connectionString)
    {
        try
        {
            var entry = 0;
            var entries = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (string keyword in entries.Keys)
            {
                entry++;
                if (!CanBeRead(keyword, entries[keyword]))
                {
                    return EngineKeywords.Problem(entry, keyword, Keywords);
                }
            }

            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool CanBeRead(string keyword, object value)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder { [keyword] = value };
            return true;
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException or InvalidCastException)
        {
            return false;
        }
    }

    // Of several servers one takes writes, and only that one has what was written last.
    private static NpgsqlDataSource OfPrimary(NpgsqlDataSource source) =>
        source is NpgsqlMultiHostDataSource hosts ? hosts.WithTargetSession(TargetSessionAttributes.Primary) : source;
}
