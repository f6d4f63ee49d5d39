using GrayFlags.Providers;
using GrayFlags.Providers.Http;
using Microsoft.Extensions.Logging;

namespace GrayFlags;

/// <summary>Reads rules from an address, and polls it: no failure of that address takes the last good document away.</summary>
/// <remarks>
/// Each load is one GET, conditional on the document that serves; a document that is refused never counts as known.
/// After a failure it waits from <see cref="HttpRuleProviderOptions.BackoffMin"/> up to <see cref="HttpRuleProviderOptions.BackoffMax"/>, or as long as the
/// server asks for, at most an hour; it never gives up.
/// </remarks>
public sealed class HttpRuleProvider : IRuleProvider, IPolledProvider, IDisposable
{
    private readonly HttpRuleProviderOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Jitter _jitter;
    private readonly HttpSender _sender;
    private readonly BodySignature _signature;
    private readonly DocumentFetcher _fetcher;
    private readonly PollSchedule _schedule;
    private volatile PollTimer? _timer;

    /// <summary>Creates a provider. It asks for nothing before it is loaded.</summary>
    /// <param name="options">Where from and how; copied.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Where changes of state go.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The options are not good; the message lists all that is wrong with them.</exception>
    public HttpRuleProvider(HttpRuleProviderOptions options, TimeProvider clock, ILogger logger)
        : this(options, clock, logger, Jitter.Create())
    {
    }

    internal HttpRuleProvider(HttpRuleProviderOptions options, TimeProvider clock, ILogger logger, Jitter jitter)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        HttpOptionsCheck.ThrowIfInvalid(options);

        _options = options.Copy();
        _clock = clock;
        _logger = logger;
        _jitter = jitter;
        Name = HttpAddressCheck.Show(_options.Uri!);
        _sender = new HttpSender(_options);
        _signature = new BodySignature(_options.SignatureKeys);
        _fetcher = new DocumentFetcher(_options, _sender, new DocumentMemory(Name, _options, clock), _signature, clock);
        _schedule = new PollSchedule(_options, jitter);
    }

    // Two of the longest waits: one may be lost, for example to a machine that slept.
    TimeSpan IPolledProvider.MaxSilence =>
        (2 * (1 + _options.Jitter) * (_options.PollInterval > _options.BackoffMax ? _options.PollInterval : _options.BackoffMax)) + _options.Timeout;

    /// <summary>The address without its query.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
    {
        var outcome = PollOutcome.Failed;
        TimeSpan? retryAfter = null;
        try
        {
            (var load, outcome, retryAfter) = await _fetcher.FetchAsync(cancellationToken).ConfigureAwait(false);
            return load;
        }
        finally
        {
            // Whatever happened, there is a next poll; and not before this one has ended.
            _timer?.Arm(_schedule.Next(outcome, retryAfter), mayHasten: outcome == PollOutcome.Answered);
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        var timer = new PollTimer(_clock, _jitter, changed);
        _timer = timer;
        if (!_options.UseStreaming)
        {
            return timer;
        }

        var stream = new ChangeStream(_options, _sender, _clock, _logger, Name, _jitter, timer.Hasten);
        stream.Start();
        return new HttpWatch(timer, stream);
    }

    /// <summary>Closes the connections. What is loading ends as unavailable.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _sender.Dispose();
        _signature.Dispose();
    }
}
