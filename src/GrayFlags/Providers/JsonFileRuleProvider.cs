using GrayFlags.Providers.Files;
using Microsoft.Extensions.Logging;

namespace GrayFlags;

/// <summary>Flags in a JSON file, read again when its content changes.</summary>
/// <remarks>
/// <para>
/// Works with every way in which files are changed: written in place, truncated and written, replaced by a rename, deleted and created again, with the same
/// length and time stamp, and through links, as in a mounted ConfigMap of Kubernetes. The content decides; events of the file system only make the next poll
/// come sooner, and polling never stops. A bad content is reported when it lasts for <see cref="JsonFileRuleProviderOptions.Debounce"/>, so that a writer
/// half-way through is no failure.
/// </para>
/// <para>A ConfigMap that is mounted with <c>subPath</c> never changes: mount the directory. Thread-safe.</para>
/// </remarks>
public sealed class JsonFileRuleProvider : IRuleProvider
{
    private readonly JsonFileRuleProviderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileLoads _loads;
    private readonly Func<Action, FileHints>? _hints;
    private volatile bool _watched;

    /// <summary>Flags in the file at a path. Nothing is read yet.</summary>
    /// <param name="options">Where the file is, and how soon a change of it is noticed. Must not be changed afterwards.</param>
    /// <param name="time">The clock of polls.</param>
    /// <param name="logger">Gets one line when the watcher fails, and one when it works again.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public JsonFileRuleProvider(JsonFileRuleProviderOptions options, TimeProvider time, ILogger logger)
        : this(options, time, logger, null, null)
    {
    }

    internal JsonFileRuleProvider(JsonFileRuleProviderOptions options, TimeProvider time, ILogger logger, FileContent? content, Func<Action, FileHints>? hints)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        if (JsonFileOptionsCheck.Problems(options) is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        _options = options;
        _time = time;
        _logger = logger;
        _hints = hints ?? (options.UseWatcher ? hint => new FileHints(options.Path, hint, logger) : null);
        _loads = new FileLoads(
            content ?? new FileContent(options.Path, options.Limits.MaxBytes),
            new DocumentReaderOptions { Source = options.Path, Limits = options.Limits },
            options.Format,
            time,
            options.Debounce);
    }

    /// <summary>The path of the file.</summary>
    public string Name => _options.Path;

    /// <summary>Brings what the file holds; the first time also when that is bad. Complete when it returns.</summary>
    /// <param name="cancellationToken">Looked at before the file is read.</param>
    /// <returns>What came of it.</returns>
    public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LoadResult>(cancellationToken) : ValueTask.FromResult(_loads.Take(_watched));

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="changed"/> is null.</exception>
    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        _watched = true;
        return new FileWatch(_options, _loads, _hints, _time, _logger, changed);
    }
}
