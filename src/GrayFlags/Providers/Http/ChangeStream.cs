using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Providers.Http;

/// <summary>Listens for events that say that the document changed, and connects again whenever the stream ends, however it ends.</summary>
/// <remarks>It is a hint and nothing more: polling goes on all the same, so a stream that is dead, deaf or lying costs time, never the document.</remarks>
internal sealed class ChangeStream : IDisposable
{
    private const int MaxEventBytes = 64 * 1024;
    private const int FailuresBeforeGivingUp = 5;

    // Whatever the back-off says: a server that accepts and closes at once is not asked more often.
    private static readonly TimeSpan BetweenConnections = TimeSpan.FromSeconds(1);

    private readonly HttpRuleProviderOptions _options;
    private readonly HttpSender _sender;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly Jitter _jitter;
    private readonly Action _changed;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _ending = new();
    private StreamState _state;

    public ChangeStream(HttpRuleProviderOptions options, HttpSender sender, TimeProvider clock, ILogger logger, string name, Jitter jitter, Action changed)
    {
        _options = options;
        _sender = sender;
        _clock = clock;
        _logger = logger;
        _name = name;
        _jitter = jitter;
        _changed = changed;
        _backoff = new Backoff(options.BackoffMin, options.BackoffMin * 2, options.BackoffMax, jitter);
    }

    // On a thread of the pool: a delegate of the app that blocks must not hold the start.
    public void Start() => _ = Task.Run(() => RunAsync(_ending.Token));

    // The source is not disposed: the loop may still be looking at its token, and it holds nothing.
    public void Dispose() => _ending.Cancel();

    private async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var startedAt = _clock.GetTimestamp();
            var (reason, retryAfter) = await FollowAsync(ended).ConfigureAwait(false);
            if (ended.IsCancellationRequested)
            {
                return;
            }

            // Only one that has lived proves that it works: a server that accepts and closes at once would be asked without pause.
            if (_clock.GetElapsedTime(startedAt) >= _options.HeartbeatTimeout && _state == StreamState.Listening)
            {
                _backoff.Reset();
            }

            var wait = Wait(retryAfter, _clock.GetElapsedTime(startedAt));
            Report(reason);
            await Task.Delay(wait, _clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(string Reason, TimeSpan? RetryAfter)> FollowAsync(CancellationToken ended)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, deadline.Token);
        var isConnected = false;
        try
        {
            var address = _options.StreamUri ?? _options.Uri!;
            using var response = await _sender.SendAsync(address, ContentKind.EventStream, static _ => { }, either.Token).ConfigureAwait(false);
            AnswerStatus.ThrowIfNotOk(response, _clock);
            if (!string.Equals(response.Content.Headers.ContentType?.MediaType, ContentKind.EventStream, StringComparison.OrdinalIgnoreCase))
            {
                throw new FetchFailure(FailureText.NotAnEventStream, PollOutcome.Refused);
            }

            isConnected = true;
            deadline.CancelAfter(_options.HeartbeatTimeout);
            await ListenAsync(response, deadline, either.Token).ConfigureAwait(false);
            return (FailureText.StreamEnded, null);
        }
        catch (FetchFailure failure)
        {
            return (failure.Message, failure.RetryAfter);
        }
        catch (Exception exception)
        {
            var silence = isConnected ? FailureText.Silent(_options.HeartbeatTimeout) : FailureText.Timeout(_options.Timeout);
            return (deadline.IsCancellationRequested ? silence : FailureText.Of(exception), null);
        }
    }

    private async Task ListenAsync(HttpResponseMessage response, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        // What happened while nobody listened was missed.
        _changed();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new EventStreamReader(stream, MaxEventBytes, new StreamPace(_clock));
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is var signal and not StreamSignal.End)
            {
                deadline.CancelAfter(_options.HeartbeatTimeout);
                if (_state != StreamState.Listening)
                {
                    _state = StreamState.Listening;
                    Log.StreamListening(_logger, _name);
                }

                if (signal == StreamSignal.Event)
                {
                    _changed();
                }
            }
        }
    }

    private TimeSpan Wait(TimeSpan? retryAfter, TimeSpan sinceStart)
    {
        var wait = _backoff.Next();
        if (_backoff.Failures >= FailuresBeforeGivingUp)
        {
            wait = _jitter.Between(_options.BackoffMax / 2, _options.BackoffMax);
        }

        wait = retryAfter > wait ? retryAfter.Value : wait;
        return wait + sinceStart < BetweenConnections ? BetweenConnections - sinceStart : wait;
    }

    private void Report(string reason)
    {
        if (_backoff.Failures >= FailuresBeforeGivingUp && _state != StreamState.GivenUp)
        {
            _state = StreamState.GivenUp;
            Log.StreamGivenUp(_logger, _name, _backoff.Failures, reason);
        }
        else if (_state is StreamState.Starting or StreamState.Listening)
        {
            _state = StreamState.Lost;
            Log.StreamLost(_logger, _name, reason);
        }
    }
}
