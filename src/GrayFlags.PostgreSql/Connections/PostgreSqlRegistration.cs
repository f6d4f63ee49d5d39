using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>The registration of PostgreSQL in a collection of services: one engine for all stores of a container, so that one connection listens.</summary>
internal sealed class PostgreSqlRegistration
{
    private readonly PostgreSqlOptions _options = new();

    /// <summary>Sets options, at once: the name of the document is needed before there is a container.</summary>
    public static PostgreSqlOptions Configure(IServiceCollection services, Action<PostgreSqlOptions>? configure)
    {
        var registration = services.Select(service => service.ServiceType == typeof(PostgreSqlRegistration) ? service.ImplementationInstance : null)
            .OfType<PostgreSqlRegistration>().FirstOrDefault();
        if (registration is null)
        {
            registration = new PostgreSqlRegistration();
            services.AddSingleton(registration);
        }

        configure?.Invoke(registration._options);
        registration._options.Validate();
        services.TryAddSingleton(CreateEngine);
        return registration._options;
    }

    public static IRolloutStore CreateRolloutLog(IServiceProvider services) => new PostgreSqlRolloutLog(services.GetRequiredService<PostgreSqlEngine>());

    public static IDocumentStore CreateDocumentStore(IServiceProvider services) => new PostgreSqlDocumentStore(services.GetRequiredService<PostgreSqlEngine>());

    private static PostgreSqlEngine CreateEngine(IServiceProvider services)
    {
        var options = services.GetRequiredService<PostgreSqlRegistration>()._options;
        var source = options.ConnectionString is not null ? null : services.GetService<NpgsqlDataSource>() ?? throw new InvalidOperationException(
            "AddPostgreSql finds no NpgsqlDataSource: register one, for example by AddNpgsqlDataSource of the package Npgsql.DependencyInjection, " +
            $"or set {nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.ConnectionString)}.");
        return new PostgreSqlEngine(source, options, services.GetService<ILoggerFactory>()?.CreateLogger("GrayFlags.PostgreSql"));
    }
}
