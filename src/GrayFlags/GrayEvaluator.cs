using System.Text.Json.Serialization.Metadata;
using GrayFlags.Compilation;
using GrayFlags.DependencyInjection;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Evaluation;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rules;
using GrayFlags.Snapshots;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using GrayFlags.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags;

/// <summary>The evaluator: answers by the live rules, which providers keep up to date. A singleton; safe to call from any thread.</summary>
/// <remarks>
/// Registered by <c>AddGrayFlags</c>, or created here without dependency injection. After it is disposed it keeps answering from its last rules, which then
/// no longer change.
/// </remarks>
public sealed class GrayEvaluator : IGrayEvaluator, IGrayOverrides, IGrayFlagsMonitor, IGrayRules, IDisposable
{
    private readonly EvaluationPipeline _pipeline;
    private readonly FlagOverrides _overrides;
    private readonly RuleSetUpdater _updater;
    private readonly EvaluationObserver _observer;
    private readonly OperatorSwitches _switches;
    private readonly RolloutServices _rollouts;
    private readonly TimeProvider _clock;
    private readonly FlagWatch _watch;
    private readonly UsageMeter? _usage;
    private readonly Previewer _previewer;
    private IDisposable? _owned;
    private int _isDisposed;

    internal GrayEvaluator(
        EvaluationPipeline pipeline, FlagOverrides overrides, RuleSetUpdater updater, RolloutServices rollouts, EvaluationObserver observer,
        UsageMeter? usage, RecentContexts? recents, SnapshotStore store, TimeProvider clock, ILogger logger)
    {
        _usage = usage;
        _previewer = new Previewer(store, updater, recents, clock);
        Rollouts = new GrayRollouts(rollouts, rollouts.Clock);
        Feedback = new FeedbackService(pipeline, rollouts, rollouts.Clock, logger);
        _rollouts = rollouts;
        _pipeline = pipeline;
        _overrides = overrides;
        _updater = updater;
        _switches = new OperatorSwitches(updater, clock);
        _observer = observer;
        _clock = clock;
        _watch = new FlagWatch(store, clock);
        EvaluatorCountWarning.Add(logger);
    }

    /// <inheritdoc/>
    public GrayFlagsStatus Status => _updater.Status;

    /// <inheritdoc/>
    public IReadOnlyList<RulesVersion> Versions => _updater.Versions;

    /// <inheritdoc/>
    public RulesPin? Pin => _updater.Pin;

    /// <inheritdoc/>
    public IReadOnlyList<TurnedOffFlag> TurnedOff => _updater.TurnedOff;

    /// <inheritdoc/>
    public FlagDocument? GetDocument(string version)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);

        return _updater.DocumentOf(version);
    }

    /// <inheritdoc/>
    public RulesPreview Preview(
        string provider, FlagDocument document, IReadOnlyList<GrayContext> contexts, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(contexts);

        return _previewer.Preview(provider, document, contexts, cancellationToken);
    }

    /// <summary>The state of staged rollouts, and the actions that an operator may take on them.</summary>
    public IGrayRollouts Rollouts { get; }

    /// <summary>Feedback from users on what they were served.</summary>
    public IGrayFeedback Feedback { get; }

    /// <summary>The usage of the flags; measured with <see cref="GrayFlagsOptions.MeasureUsage"/>.</summary>
    public IGrayUsage Usage => (IGrayUsage?)_usage ?? NoUsage.Instance;

    internal double ShadowShare(string flag, GrayContext? context, double share) => _pipeline.ShadowShare(flag, context, share);

    /// <summary>Creates an evaluator of a JSON file, and reloads the file when it changes. It logs nothing.</summary>
    /// <param name="path">The file; a relative path starts at the working directory.</param>
    /// <param name="optional">True for a file that may be missing, and come later: until then every flag is off. Default: false.</param>
    /// <returns>The evaluator; dispose it to stop watching.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="FileNotFoundException">The file is missing, and not optional. The message has its full path.</exception>
    /// <exception cref="IOException">The file cannot be read, and is not optional.</exception>
    /// <exception cref="GrayDocumentException">The file is there, but is not a good document.</exception>
    public static GrayEvaluator FromFile(string path, bool optional = false) => FileEvaluator.Create(path, null, optional);

    /// <summary>Creates an evaluator of a JSON file, and reloads the file when it changes; logs what happens to the file and to its rules.</summary>
    /// <param name="path">The file; a relative path starts at the working directory.</param>
    /// <param name="loggerFactory">Creates the loggers; it is not disposed here.</param>
    /// <param name="optional">True for a file that may be missing, and come later: until then every flag is off. Default: false.</param>
    /// <returns>The evaluator; dispose it to stop watching.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="loggerFactory"/> is null.</exception>
    /// <exception cref="FileNotFoundException">The file is missing, and not optional. The message has its full path.</exception>
    /// <exception cref="IOException">The file cannot be read, and is not optional.</exception>
    /// <exception cref="GrayDocumentException">The file is there, but is not a good document.</exception>
    public static GrayEvaluator FromFile(string path, ILoggerFactory loggerFactory, bool optional = false)
    {
        ArgumentNullException.ThrowIfNull(loggerFactory);

        return FileEvaluator.Create(path, loggerFactory, optional);
    }

    /// <summary>Creates an evaluator of a document that does not change.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The evaluator.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="GrayDocumentException">The text is not a good document.</exception>
    public static GrayEvaluator FromJson(string json)
    {
        var document = FlagDocument.Parse(json);
        return Create(builder => builder.AddProvider(new InMemoryRuleProvider(document)));
    }

    /// <summary>Checks a document as a provider's is checked before it goes live: names, references, limits and the cost of an answer.</summary>
    /// <param name="document">The document.</param>
    /// <param name="limits">The limits. Default: <see cref="DocumentLimits.Default"/>.</param>
    /// <returns>
    /// Every reason for which the document would be refused; empty when there is none. Conditions of the app's own are not known here, and not checked.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    public static IReadOnlyList<DocumentProblem> FindProblems(FlagDocument document, DocumentLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(document);

        var options = new RuleSetOptions { Limits = limits ?? DocumentLimits.Default };
        var problems = RuleSetCompiler.Compile(document, [], options, "").Problems;
        return [.. problems.Where(static problem => !problem.Path.Contains(".custom", StringComparison.Ordinal))];
    }

    /// <summary>Creates an evaluator without a host.</summary>
    /// <param name="configure">
    /// Adds providers; <see cref="IGrayFlagsBuilder.Services"/> takes a logger factory, a <see cref="TimeProvider"/> and whatever providers need.
    /// </param>
    /// <returns>The evaluator; dispose it to stop its providers.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    /// <exception cref="GrayDocumentException">A document is there, but is not a good one.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are not valid; the message lists every problem.</exception>
    public static GrayEvaluator Create(Action<IGrayFlagsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        var services = new ServiceCollection();
        configure(services.AddGrayFlags());
        var provider = services.BuildServiceProvider();
        try
        {
            var evaluator = provider.GetRequiredService<GrayEvaluator>();
            evaluator._owned = provider;
            return evaluator;
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsEnabled(string flag) => _pipeline.IsEnabled(flag);

    /// <inheritdoc/>
    public bool IsEnabled(string flag, GrayContext? context) => _pipeline.IsEnabled(flag, context);

    /// <inheritdoc/>
    public GrayDecision Evaluate(string flag) => _pipeline.Evaluate(flag);

    /// <inheritdoc/>
    public GrayDecision Evaluate(string flag, GrayContext? context) => _pipeline.Evaluate(flag, context);

    /// <inheritdoc/>
    public T GetValue<T>(string flag, T defaultValue) => _pipeline.GetValue(flag, defaultValue);

    /// <inheritdoc/>
    public T GetValue<T>(string flag, GrayContext? context, T defaultValue) => _pipeline.GetValue(flag, context, defaultValue);

    /// <inheritdoc/>
    public T GetValue<T>(string flag, GrayContext? context, T defaultValue, out GrayDecision decision) =>
        _pipeline.GetValue(flag, context, defaultValue, out decision);

    /// <inheritdoc/>
    public T GetValue<T>(string flag, GrayContext? context, T defaultValue, JsonTypeInfo<T> typeInfo) =>
        _pipeline.GetValue(flag, context, defaultValue, typeInfo);

    /// <inheritdoc/>
    public GrayOutcome Begin(string flag) => _pipeline.Begin(flag);

    /// <inheritdoc/>
    public GrayOutcome Begin(string flag, GrayContext? context) => _pipeline.Begin(flag, context);

    /// <inheritdoc/>
    public GrayExplanation Explain(string flag) => _pipeline.Explain(flag);

    /// <inheritdoc/>
    public GrayExplanation Explain(string flag, GrayContext? context) => _pipeline.Explain(flag, context);

    /// <inheritdoc/>
    public FlagAnswers EvaluateAll(GrayContext? context, FlagSelection flags) => _pipeline.EvaluateAll(context, flags);

    /// <inheritdoc/>
    public FlagAnswer Peek(string flag, GrayContext? context, FlagSelection flags) => _pipeline.Peek(flag, context, flags);

    /// <inheritdoc/>
    public GrayFlag GetFlag(string flag) => _pipeline.GetFlag(flag);

    /// <inheritdoc/>
    public IGrayEvaluatorSnapshot CreateSnapshot() => _pipeline.CreateSnapshot();

    /// <inheritdoc/>
    public IGrayEvaluatorSnapshot CreateSnapshot(DateTimeOffset now) => _pipeline.CreateSnapshot(now);

    /// <inheritdoc/>
    public IDisposable Override(string flag, bool enabled)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);

        return _overrides.Begin(flag, enabled ? Serve.On : Serve.Off);
    }

    /// <inheritdoc/>
    public IDisposable Override(string flag, string variant)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(variant);

        return _overrides.Begin(flag, Serve.Of(new Variant(variant, null, 0)));
    }

    /// <inheritdoc/>
    public IDisposable OnChange(Action<GrayFlagsStatus> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);

        return _updater.OnChange(handler);
    }

    /// <inheritdoc/>
    public IReadOnlyList<FlagSummary> GetFlags() => FlagSummaries.Of(_updater.Published, _clock.GetUtcNow());

    /// <inheritdoc/>
    public string FingerprintOf(FlagSelection flags) => _watch.FingerprintOf(flags);

    /// <inheritdoc/>
    public Task<string> WaitForChangeAsync(FlagSelection flags, string fingerprint, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);

        return _watch.WaitForChangeAsync(flags, fingerprint, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> WaitForReadyAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout is negative.");
        }

        return Wait();

        async Task<bool> Wait()
        {
            try
            {
                await _updater.Ready.WaitAsync(timeout, _clock, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public Task PinAsync(string version, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);

        bool isKnown;
        try
        {
            isKnown = _updater.Rollback(version, by, reason);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }

        return isKnown
            ? _updater.OperatorSavedAsync($"Version '{version}' is pinned", cancellationToken)
            : throw new ArgumentException(
                $"There is no version '{version}'; there are {string.Join(", ", Versions.Select(known => known.Version))}.", nameof(version));
    }

    /// <inheritdoc/>
    public Task UnpinAsync(string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return Change();

        async Task Change()
        {
            if (_updater.Unpin(by, reason))
            {
                await _updater.SettledAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                await _updater.OperatorSavedAsync("No version is pinned", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task TurnOffAsync(string flag, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (!NameRules.IsName(flag))
        {
            throw new ArgumentException(ProblemText.BadName(LogSafeText.Quote(flag)), nameof(flag));
        }

        return _switches.TurnOffAsync(flag, by, reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TurnOnAsync(string flag, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return _switches.TurnOnAsync(flag, by, reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> AcceptHeldAsync(string provider, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return Change();

        async Task<bool> Change()
        {
            var isChanged = _updater.AcceptHeld(provider, by, reason);
            await _updater.SettledAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            await _updater.SavedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return isChanged;
        }
    }

    /// <summary>Stops the providers. The evaluator keeps answering from its last rules.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            EvaluatorCountWarning.Remove();
        }

        _usage?.Dispose();
        _rollouts.Dispose();
        _updater.Dispose();
        _observer.Dispose();
        Interlocked.Exchange(ref _owned, null)?.Dispose();
    }
}
