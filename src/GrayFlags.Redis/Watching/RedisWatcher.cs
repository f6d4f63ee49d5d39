using GrayFlags.Engines;
using GrayFlags.Redis.Connections;
using StackExchange.Redis;

namespace GrayFlags.Redis.Watching;

/// <summary>Hears what others publish, and makes sure by messages to itself that it would. Thread-safe.</summary>
/// <remarks>
/// A connection may be dead without a sign, and a proxy or a missing permission may swallow messages. So every few seconds the process publishes to a channel
/// of its own; while that does not come back, whoever watches is called every second. The client itself subscribes again after a reconnect.
/// </remarks>
internal sealed class RedisWatcher : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly RedisConnection _connection;
    private readonly string _echoChannel;
    private readonly TimeProvider _clock;
    private readonly RedisEcho _echo = new();
    private readonly object _gate = new();
    private readonly EngineWatchers _watches;
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = NewSignal();
    private Task? _running;
    private bool _hasWarned;

    public RedisWatcher(RedisConnection connection, RedisKeys keys, TimeProvider? clock = null)
    {
        _connection = connection;
        _echoChannel = keys.Echo(Guid.NewGuid());
        _clock = clock ?? TimeProvider.System;
        _watches = new EngineWatchers(exception => Log.CallbackFailed(connection.Logger, exception));
    }

    /// <summary>Calls back for each message on a channel, and whenever one may have been lost.</summary>
    public IDisposable Watch(string channel, Action changed)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);

            var watch = _watches.Add(channel, changed);
            _running ??= Task.Run(RunAsync);
            _changed.TrySetResult();
            return watch;
        }
    }

    /// <summary>Ends all watches without waiting for what is under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stop.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await (_running ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan Now => _clock.GetElapsedTime(0);

    private async Task RunAsync()
    {
        IConnectionMultiplexer? multiplexer = null;
        var heard = new Dictionary<string, Action<RedisChannel, RedisValue>>(StringComparer.Ordinal);
        while (TryGetChannels(out var channels, out var changed))
        {
            var isForbidden = false;
            try
            {
                multiplexer ??= await ListenAsync().ConfigureAwait(false);
                await SubscribeAsync(multiplexer, channels, heard).ConfigureAwait(false);
                await PublishAsync(multiplexer).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                isForbidden = RedisFailure.IsForbidden(exception);
                _echo.Lose();
            }

            if (isForbidden || _echo.IsMissing(Now))
            {
                Warn();
                _watches.TellAll();
            }

            await Task.WhenAny(changed, Task.Delay(Tick, _clock, _stop.Token)).ConfigureAwait(false);
        }

        if (multiplexer is not null)
        {
            multiplexer.ConnectionRestored -= Restored;
            foreach (var (channel, handler) in heard)
            {
                Unsubscribe(multiplexer, channel, handler);
            }
        }
    }

    // False when nobody watches any more.
    private bool TryGetChannels(out HashSet<string> channels, out Task changed)
    {
        lock (_gate)
        {
            _changed = _changed.Task.IsCompleted ? NewSignal() : _changed;
            changed = _changed.Task;
            channels = [.. _watches.Names];
            if (channels.Count > 0 && !_stop.IsCancellationRequested)
            {
                channels.Add(_echoChannel);
                return true;
            }

            _running = null;
            return false;
        }
    }

    private async Task<IConnectionMultiplexer> ListenAsync()
    {
        var multiplexer = await _connection.GetMultiplexerAsync(_stop.Token).ConfigureAwait(false);
        multiplexer.ConnectionRestored += Restored;
        _echo.Lose();
        return multiplexer;
    }

    private async Task SubscribeAsync(
        IConnectionMultiplexer multiplexer, HashSet<string> wanted, Dictionary<string, Action<RedisChannel, RedisValue>> heard)
    {
        foreach (var channel in heard.Keys.Except(wanted).ToList())
        {
            heard.Remove(channel, out var handler);
            Unsubscribe(multiplexer, channel, handler!);
        }

        foreach (var channel in wanted.Except(heard.Keys).ToList())
        {
            // Noted before: a subscription that fails is made up for by the client, and an echo that does not come tells of it.
            Action<RedisChannel, RedisValue> handler = channel == _echoChannel ? Echo : (_, _) => _watches.Tell(channel);
            heard.Add(channel, handler);
            await _connection.BoundAsync(multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), handler), _stop.Token).ConfigureAwait(false);

            // Whatever was published since the watch began.
            _watches.Tell(channel);
        }
    }

    private async Task PublishAsync(IConnectionMultiplexer multiplexer)
    {
        if (_echo.Next(Now) is { } number)
        {
            var publishing = multiplexer.GetSubscriber().PublishAsync(RedisChannel.Literal(_echoChannel), number);
            await _connection.BoundAsync(publishing, _stop.Token).ConfigureAwait(false);
            _echo.Publish(number, Now);
        }
    }

    // The handler alone: others may listen on the app's connection, too.
    private static void Unsubscribe(IConnectionMultiplexer multiplexer, string channel, Action<RedisChannel, RedisValue> handler)
    {
        try
        {
            multiplexer.GetSubscriber().Unsubscribe(RedisChannel.Literal(channel), handler, CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException)
        {
            // There is no connection that could hear anything.
        }
    }

    private void Restored(object? sender, ConnectionFailedEventArgs arguments)
    {
        _echo.Lose();
        _watches.TellAll();
        lock (_gate)
        {
            _changed.TrySetResult();
        }
    }

    private void Echo(RedisChannel channel, RedisValue number)
    {
        if (_echo.Hear((long)number))
        {
            _watches.TellAll();
        }
    }

    private void Warn()
    {
        if (!_hasWarned)
        {
            _hasWarned = true;
            Log.PushIsSwallowed(_connection.Logger);
        }
    }
}
