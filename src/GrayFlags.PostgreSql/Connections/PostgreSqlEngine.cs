using System.Security.Cryptography;
using GrayFlags.Engines;
using GrayFlags.PostgreSql.Statements;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>Runs calls on pooled connections, within their time and with the few retries that are safe, and listens for changes. Thread-safe.</summary>
internal sealed class PostgreSqlEngine : IAsyncDisposable, IDisposable
{
    private const int MostTries = 20;

    // Npgsql ends a call by itself, and waits for the server to confirm it. A server that is frozen confirms nothing.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly PostgreSqlOptions _options;
    private readonly SchemaCheck _schema;
    private readonly PostgreSqlListener _listener;
    private int _isDisposed;

    public PostgreSqlEngine(NpgsqlDataSource? source, PostgreSqlOptions options, ILogger? logger = null)
    {
        options.Validate();

        _options = options.Copy();
        _ownsSource = _options.ConnectionString is not null;
        _source = Sources.Open(source, _options.ConnectionString);
        MostConnections = Sources.MostConnections(_source);
        Sql = new Sql(_options.Schema);
        Watchers = new EngineWatchers(exception => Log.CallbackFailed(logger ?? NullLogger.Instance, exception));
        _schema = new SchemaCheck(_options, Sql, TimeoutSeconds);
        _listener = new PostgreSqlListener(this, logger ?? NullLogger.Instance);
    }

    /// <summary>An engine on an app's data source.</summary>
    public static PostgreSqlEngine On(NpgsqlDataSource source, PostgreSqlOptions options, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);

        return options.ConnectionString is null
            ? new PostgreSqlEngine(source, options, logger)
            : throw new ArgumentException(
                $"There are a data source and a {nameof(PostgreSqlOptions.ConnectionString)}: only one of them can count.", nameof(options));
    }

    /// <summary>An engine with a pool of its own.</summary>
    public static PostgreSqlEngine Own(PostgreSqlOptions options, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new PostgreSqlEngine(null, options, logger);
    }

    public Sql Sql { get; }

    /// <summary>The name of the rollouts and their evidence.</summary>
    public string Namespace => _options.Document;

    /// <summary>The channel of notifications.</summary>
    public string Channel => _options.Schema;

    /// <summary>The callbacks by topic.</summary>
    public EngineWatchers Watchers { get; }

    /// <summary>The greatest number of connections that the pool has; null where there is no pool, or it is not known.</summary>
    public int? MostConnections { get; }

    /// <summary>The longest time of a call.</summary>
    public TimeSpan Timeout => _options.CommandTimeout;

    private int TimeoutSeconds => Math.Max(1, (int)Math.Ceiling(_options.CommandTimeout.TotalSeconds));

    /// <summary>Runs a call without an answer.</summary>
    /// <returns>The number of rows that it has changed.</returns>
    public Task<int> RunAsync(Call call, CancellationToken cancellationToken) =>
        RunAsync((connection, _, stop) => call.RunAsync(connection, TimeoutSeconds, stop), cancellationToken);

    /// <summary>Runs a call, and reads its answers.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answers; its second argument is true when the call was sent before and may have been carried out then.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<T> ReadAsync<T>(Call call, Func<NpgsqlDataReader, bool, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync(
            (connection, isAgain, stop) => call.ReadAsync(connection, TimeoutSeconds, (reader, ended) => read(reader, isAgain, ended), stop),
            cancellationToken);

    /// <summary>Opens a connection that the caller keeps.</summary>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        BoundAsync(ConnectAsync, _options.CommandTimeout, cancellationToken);

    /// <summary>Calls back when a topic may have changed.</summary>
    public IDisposable Watch(string topic, Action changed)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);

        var watcher = Watchers.Add(topic, changed);
        _listener.Start();
        return watcher;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _listener.DisposeAsync().ConfigureAwait(false);
        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The listener ends by itself: nobody waits for it here.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _listener.Stop();
        if (_ownsSource)
        {
            _source.Dispose();
        }
    }

    private Task<T> RunAsync<T>(Func<NpgsqlConnection, bool, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);

        return BoundAsync(stop => RetryAsync(work, stop), _schema.TimeoutOf(_options.CommandTimeout), cancellationToken);
    }

    private async Task<T> BoundAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        var running = work(bound.Token);
        try
        {
            return await running.WaitAsync(timeout + Grace, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Forget(running);
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException or NpgsqlException { InnerException: TimeoutException })
        {
            Forget(running);
            throw exception is NoConnectionException && MostConnections is { } most
                ? Faults.NoConnection(timeout, most, exception)
                : EngineFailure.Plain(new TimeoutException($"PostgreSQL has not answered within {timeout.TotalSeconds:0.#} s.", exception));
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken stop)
    {
        try
        {
            return await _source.OpenConnectionAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (stop.IsCancellationRequested)
        {
            throw new NoConnectionException(exception);
        }
        catch (NpgsqlException exception) when (MostConnections is { } most && Faults.IsPoolUsedUp(exception))
        {
            throw Faults.PoolUsedUp(most, exception);
        }
        catch (Exception exception) when (Faults.ExplainConnection(exception) is { } explained)
        {
            throw explained;
        }
    }

    // What has to be given back, such as a connection, may come when nobody waits for it any more.
    private static void Forget<T>(Task<T> task) =>
        _ = task.ContinueWith(
            static ended => ended.IsCompletedSuccessfully && ended.Result is IAsyncDisposable left
                ? PostgreSqlListener.DiscardAsync(left, Task.CompletedTask)
                : Task.FromResult(ended.Exception),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);

    private async Task<T> RetryAsync<T>(Func<NpgsqlConnection, bool, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        var broken = 0;
        for (var tries = 1; ; tries++)
        {
            var connection = await ConnectAsync(stop).ConfigureAwait(false);
            try
            {
                await using (connection.ConfigureAwait(false))
                {
                    await _schema.EnsureAsync(connection, stop).ConfigureAwait(false);
                    return await work(connection, broken > 0, stop).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (Faults.IsContention(exception) && tries < MostTries)
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(2, 10 << Math.Min(tries, 4)), stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (Faults.IsBrokenConnection(exception) && broken < Sources.MostBroken && !stop.IsCancellationRequested)
            {
                // The server was restarted, or has ended this session: all others of the pool may be as dead.
                Sources.Clear(_source);
                broken++;
            }
            catch (Exception exception) when (Faults.Explain(exception, _options.Schema) is { } explained)
            {
                _schema.Forget(exception);
                throw explained;
            }
        }
    }

    // The time was over before there was a connection.
    private sealed class NoConnectionException(OperationCanceledException exception) : OperationCanceledException(exception.Message, exception);
}
