using GrayFlags.Engines;
using GrayFlags.Redis.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace GrayFlags;

/// <summary>Adds the stores on Redis.</summary>
public static class GrayFlagsBuilderRedisExtensions
{
    private const string Category = "GrayFlags.Redis";

    /// <summary>
    /// Shares rules, rollouts and their evidence with all other instances of the same <see cref="RedisOptions.Document"/>, on Redis 7 or later: adds that
    /// document as a source of rules, and replaces the stores of documents and of rollouts registered before.
    /// </summary>
    /// <remarks>
    /// How the document is read is an option of <see cref="StoredRuleProviderOptions"/>: <see cref="GrayFlagsBuilderStoreExtensions.AddStoredDocument"/> with
    /// the same name sets it.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options. Default: the app's <see cref="IConnectionMultiplexer"/>, and all defaults.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException">An option has a value that is not allowed, or the configuration string cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The app uses another engine already.</exception>
    public static IGrayFlagsBuilder AddRedis(this IGrayFlagsBuilder builder, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        EngineRegistration.Claim(builder.Services, nameof(AddRedis));
        var options = new RedisOptions();
        configure?.Invoke(options);
        options = options.Copy().Validate();
        if (options.Configuration is { } configuration)
        {
            RedisConfiguration.Parse(configuration, options.CommandTimeout);
        }

        builder.Services.Replace(ServiceDescriptor.Singleton(services => Connect(services, options)));
        return builder
            .AddRolloutStore(static services => new RedisRolloutLog(services.GetRequiredService<RedisConnection>()))
            .AddDocumentStore(static services => new RedisDocumentStore(services.GetRequiredService<RedisConnection>()))
            .AddStoredDocument(options.Document);
    }

    private static RedisConnection Connect(IServiceProvider services, RedisOptions options)
    {
        var logger = services.GetService<ILoggerFactory>()?.CreateLogger(Category) ?? NullLogger.Instance;
        if (options.Configuration is not null)
        {
            return RedisConnection.Open(options, logger);
        }

        var multiplexer = services.GetService<IConnectionMultiplexer>() ?? throw new InvalidOperationException(
            $"AddRedis needs a connection: set {nameof(RedisOptions)}.{nameof(RedisOptions.Configuration)}, or register an {nameof(IConnectionMultiplexer)}.");
        return RedisConnection.Of(multiplexer, options, logger);
    }
}
