using System.Web;
using GrayFlags.PostgreSql.Connections;
using GrayFlags.Redis.Connections;
using GrayFlags.Tool.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StackExchange.Redis;

namespace GrayFlags.Tool.Publish;

/// <summary>The address of a store: PostgreSQL or Redis.</summary>
internal abstract record StoreAddress
{
    /// <summary>The variable that is read where nothing is said.</summary>
    public const string DefaultVariable = "GRAYFLAGS_CONNECTION";

    private const string RedisPrefix = "redis:";

    private const string Forms =
        "postgresql://host/database, a connection string of Npgsql (Host=…), redis://host:port, or redis: before a configuration string of StackExchange.Redis";

    /// <summary>Reads an address: what is given, or what a file or an environment variable holds.</summary>
    /// <param name="given"><c>@file</c>, <c>env:NAME</c> or the address itself, if no password is in it. Null: the default variable.</param>
    /// <exception cref="UsageException">It is not there, is no address, or would show a password to others.</exception>
    public static StoreAddress Read(string? given)
    {
        var secret = given is null ? SecretText.OfVariable(DefaultVariable) : SecretText.Read(given);
        return secret is null ? Parse(given!, "--to", mayHoldPassword: false)
            : secret.Text.Trim() is { Length: > 0 } text ? Parse(text, secret.Name, mayHoldPassword: true)
            : throw new UsageException($"{secret.Name} is empty; --to @file names a file with the address of the store");
    }

    private static StoreAddress Parse(string text, string name, bool mayHoldPassword)
    {
        StoreAddress? address = ParseRedis(text);
        address ??= ParsePostgreSql(text);
        return address is null ? throw new UsageException($"{name} is no address of a store: {ProblemOf(text) ?? Forms}")
            : address.HasPassword && !mayHoldPassword ? throw new UsageException(
                $"--to holds a password, which others and the shell's history see: put the address into a file (--to @file) or into {DefaultVariable}")
            : address;
    }

    // Of a list, the entry that is wrong; never a value.
    private static string? ProblemOf(string text) =>
        text.StartsWith(RedisPrefix, StringComparison.Ordinal) ? RedisConfiguration.ProblemOf(text[RedisPrefix.Length..])
        : text.Contains("://", StringComparison.Ordinal) ? null
        : Sources.ProblemOf(text);

    private static PostgreSqlAddress? ParsePostgreSql(string text)
    {
        try
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "postgresql" or "postgres")
            {
                return new PostgreSqlAddress(FromUri(uri));
            }

            var builder = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(builder.Host) ? null : new PostgreSqlAddress(builder);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            // Its message may hold what was given.
            return null;
        }
    }

    // libpq's form of an address, which Npgsql does not read: what stands behind the question mark are its own keywords.
    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            builder.Username = Uri.UnescapeDataString(user);
            builder.Password = password.Length > 0 ? Uri.UnescapeDataString(password[0]) : null;
        }

        if (uri.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        var query = HttpUtility.ParseQueryString(uri.Query);
        foreach (var keyword in query.AllKeys.OfType<string>())
        {
            builder[keyword switch
            {
                "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", "connect_timeout" => "Timeout", "application_name" => "Application Name",
                _ => keyword,
            }] = keyword == "sslmode" ? query[keyword]!.Replace("-", "", StringComparison.Ordinal) : query[keyword];
        }

        return builder;
    }

    private static RedisAddress? ParseRedis(string text)
    {
        try
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "redis" or "rediss" && uri.Host.Length > 0)
            {
                var options = new ConfigurationOptions { Ssl = uri.Scheme == "rediss" };
                options.EndPoints.Add(uri.Host, uri.Port > 0 ? uri.Port : 6379);
                if (uri.UserInfo.Split(':', 2) is [var user, var password])
                {
                    (options.User, options.Password) = (user.Length > 0 ? Uri.UnescapeDataString(user) : null, Uri.UnescapeDataString(password));
                }

                if (uri.AbsolutePath.Length > 1)
                {
                    options.DefaultDatabase = int.Parse(uri.AbsolutePath[1..], System.Globalization.CultureInfo.InvariantCulture);
                }

                return new RedisAddress(options);
            }

            return text.StartsWith(RedisPrefix, StringComparison.Ordinal)
                && ConfigurationOptions.Parse(text[RedisPrefix.Length..]) is { EndPoints.Count: > 0 } parsed
                    ? new RedisAddress(parsed)
                    : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    protected abstract bool HasPassword { get; }

    /// <summary>Connects.</summary>
    /// <param name="schema">The schema of PostgreSQL.</param>
    /// <param name="createsSchema">True to create it where it is missing.</param>
    /// <param name="prefix">The beginning of Redis's keys.</param>
    public abstract IDocumentStore Open(string schema, bool createsSchema, string prefix);

    /// <summary>Connects to the rollouts of the apps that share a document.</summary>
    /// <param name="document">The document's name.</param>
    /// <param name="schema">The schema of PostgreSQL.</param>
    /// <param name="prefix">The beginning of Redis's keys.</param>
    public abstract IRolloutStore OpenRollouts(string document, string schema, string prefix);

    private sealed record PostgreSqlAddress(NpgsqlConnectionStringBuilder Builder) : StoreAddress
    {
        protected override bool HasPassword => !string.IsNullOrEmpty(Builder.Password);

        public override IDocumentStore Open(string schema, bool createsSchema, string prefix)
        {
            return new PostgreSqlDocumentStore(Options(schema, createsSchema));
        }

        public override IRolloutStore OpenRollouts(string document, string schema, string prefix)
        {
            var options = Options(schema, createsSchema: false);
            options.Document = document;
            return new PostgreSqlRolloutLog(options);
        }

        private PostgreSqlOptions Options(string schema, bool createsSchema)
        {
            // One call and gone: what waits for later would only keep the process alive.
            Builder.Pooling = false;
            return new() { ConnectionString = Builder.ConnectionString, Schema = schema, CreateSchema = createsSchema };
        }
    }

    private sealed record RedisAddress(ConfigurationOptions Options) : StoreAddress
    {
        protected override bool HasPassword => !string.IsNullOrEmpty(Options.Password);

        public override IDocumentStore Open(string schema, bool createsSchema, string prefix)
        {
            return new RedisDocumentStore(Connect(new RedisOptions { KeyPrefix = prefix }));
        }

        public override IRolloutStore OpenRollouts(string document, string schema, string prefix) =>
            new RedisRolloutLog(Connect(new RedisOptions { KeyPrefix = prefix, Document = document }));

        private RedisConnection Connect(RedisOptions options)
        {
            options.Validate();
            Options.ClientName ??= "grayflags";
            var configuration = RedisConfiguration.Prepare(Options, options.CommandTimeout, hasKeepAlive: true);
            return RedisConnection.Open(configuration, options, NullLogger.Instance);
        }
    }
}
