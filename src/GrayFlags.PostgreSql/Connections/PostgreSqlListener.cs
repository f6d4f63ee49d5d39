using System.Diagnostics;
using System.Security.Cryptography;
using GrayFlags.PostgreSql.Statements;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>Keeps one connection that listens, and calls back whoever watches what a notification names.</summary>
/// <remarks>A notification is the name of a topic. One of this node's own, sent by another connection, shows that they arrive at all.</remarks>
internal sealed class PostgreSqlListener(PostgreSqlEngine engine, ILogger logger) : IAsyncDisposable
{
    private const int MostBackoff = 30_000;
    private const int LeastBackoff = 1_000;

    // Together less than the ten seconds within which a frozen connection is noticed.
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenPolls = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly TimeSpan _patience = PatienceOf(engine);
    private readonly CancellationTokenSource _stop = new();
    private readonly ListenerProbe _probe = new(TimeProvider.System, PatienceOf(engine));
    private Task? _running;
    private volatile bool _isSwallowed;
    private bool _isSwallowedLogged;
    private bool _isLost;

    // What runs on the connection, though nobody waits for it any more.
    private Task _asked = Task.CompletedTask;

    /// <summary>Begins to listen, when it has not begun yet.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _running ??= _stop.IsCancellationRequested ? Task.CompletedTask : Task.Run(RunAsync);
        }
    }

    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_gate)
        {
            running = _running;
            _stop.Cancel();
        }

        await (running ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        if (engine.MostConnections == 1)
        {
            // One that listens would leave none for anything else.
            Log.PoolOfOne(logger);
            while (!_stop.IsCancellationRequested)
            {
                await PollAsync().ConfigureAwait(false);
            }
        }

        var failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await ListenAsync().ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (NotSupportedException)
            {
                // A data source that multiplexes has no connection that could listen.
                LogSwallowed();
                await PollAsync().ConfigureAwait(false);
                continue;
            }
            catch (Exception exception)
            {
                if (!_isLost)
                {
                    Log.ListenerLost(logger, exception);
                }

                _isLost = true;
            }

            failures = Stopwatch.GetElapsedTime(begun) > ListenerProbe.Between ? 1 : Math.Min(failures + 1, 6);
            var most = Math.Min(MostBackoff, LeastBackoff << (failures - 1));
            await DelayAsync(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(most / 2, most + 1))).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync()
    {
        var connection = await engine.OpenAsync(_stop.Token).ConfigureAwait(false);
        try
        {
            connection.Notification += (_, notification) => Heard(notification.Payload);
            await AskAsync(connection, engine.Sql.Listen).ConfigureAwait(false);
            if (_isLost)
            {
                Log.ListenerBack(logger);
            }

            _isLost = false;
            _probe.Reset();

            // Something may have changed since the watch began, or the connection was lost.
            engine.Watchers.TellAll();
            var beatAt = Stopwatch.GetTimestamp();
            while (true)
            {
                await ProbeAsync(connection).ConfigureAwait(false);
                var isHeard = await connection.WaitAsync(_isSwallowed ? BetweenPolls : BetweenBeats, _stop.Token).ConfigureAwait(false);
                if (_isSwallowed)
                {
                    engine.Watchers.TellAll();
                }

                if (isHeard)
                {
                    beatAt = Stopwatch.GetTimestamp();
                }
                else if (Stopwatch.GetElapsedTime(beatAt) >= BetweenBeats)
                {
                    await AskAsync(connection, engine.Sql.Ping).ConfigureAwait(false);
                    beatAt = Stopwatch.GetTimestamp();
                }
            }
        }
        finally
        {
            // Not awaited: to close a connection that is frozen may take long.
            _ = DiscardAsync(connection, _asked);
            _asked = Task.CompletedTask;
        }
    }

    /// <summary>Closes a connection once nothing runs on it any more: two at once would read each other's answers. Never throws.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="running">What may still run on it.</param>
    internal static async Task DiscardAsync(IAsyncDisposable connection, Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is given up, and the next one has said why.
        }
    }

    private async Task AskAsync(NpgsqlConnection connection, string sql)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        bound.CancelAfter(_patience);
        _asked = Call.Of(sql).RunAsync(connection, (int)MostPatience.TotalSeconds, bound.Token);
        await _asked.WaitAsync(_patience, _stop.Token).ConfigureAwait(false);
    }

    private void Heard(string payload)
    {
        if (!ListenerProbe.IsOne(payload))
        {
            engine.Watchers.Tell(payload);
            return;
        }

        if (payload == _probe.Payload)
        {
            _probe.Back();
            _isSwallowed = false;
        }
    }

    private async Task ProbeAsync(NpgsqlConnection connection)
    {
        if (_probe.IsOverdue)
        {
            // It may have arrived, and wait to be read: behind others, or since this process stood still. The answer to a question comes behind it.
            await AskAsync(connection, engine.Sql.Ping).ConfigureAwait(false);
            if (_probe.TryGiveUp())
            {
                _isSwallowed = true;
                LogSwallowed();
            }
        }

        if (_probe.TryBegin() is { } number)
        {
            _ = SendProbeAsync(number);
        }
    }

    // By a connection of the pool. One that cannot be had shows nothing.
    private async Task SendProbeAsync(long number)
    {
        try
        {
            await engine.RunAsync(Call.Of(engine.Sql.Notify, Parameters.Text(engine.Channel), Parameters.Text(_probe.Payload)), _stop.Token)
                .ConfigureAwait(false);
            _probe.Sent(number);
        }
        catch (Exception)
        {
            // The next one is sent in a minute.
        }
    }

    private void LogSwallowed()
    {
        if (!_isSwallowedLogged)
        {
            _isSwallowedLogged = true;
            Log.NotificationsSwallowed(logger);
        }
    }

    private async Task PollAsync()
    {
        engine.Watchers.TellAll();
        await DelayAsync(BetweenPolls).ConfigureAwait(false);
    }

    private static TimeSpan PatienceOf(PostgreSqlEngine engine) =>
        TimeSpan.FromTicks(Math.Clamp(engine.Timeout.Ticks, LeastPatience.Ticks, MostPatience.Ticks));

    private async Task DelayAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
