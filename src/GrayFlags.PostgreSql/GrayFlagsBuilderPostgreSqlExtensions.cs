using GrayFlags.Engines;
using GrayFlags.PostgreSql.Connections;

namespace GrayFlags;

/// <summary>Adds stores in PostgreSQL.</summary>
public static class GrayFlagsBuilderPostgreSqlExtensions
{
    /// <summary>
    /// Shares rules, rollouts and evidence with all instances of the app by PostgreSQL: the document <see cref="PostgreSqlOptions.Document"/> becomes a source
    /// of rules, above those that were added before, and the stores of rollouts and of documents are the ones in PostgreSQL. A second call adds another
    /// document; what else it sets counts for all, and rollouts are those of the last one.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets options. Default: none, for the app's <c>NpgsqlDataSource</c> and the document <c>default</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The app uses another engine already.</exception>
    public static IGrayFlagsBuilder AddPostgreSql(this IGrayFlagsBuilder builder, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        EngineRegistration.Claim(builder.Services, nameof(AddPostgreSql));
        var options = PostgreSqlRegistration.Configure(builder.Services, configure);
        return builder
            .AddRolloutStore(static services => PostgreSqlRegistration.CreateRolloutLog(services))
            .AddDocumentStore(static services => PostgreSqlRegistration.CreateDocumentStore(services))
            .AddStoredDocument(options.Document);
    }
}
