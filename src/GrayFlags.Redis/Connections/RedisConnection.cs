using System.Net;
using GrayFlags.Engines;
using GrayFlags.Redis.Scripts;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>The way to the server: every call is bounded in time, and every failure says what to do. Thread-safe.</summary>
internal sealed class RedisConnection : IAsyncDisposable, IDisposable
{
    private readonly RedisOptions _options;
    private readonly ILogger _logger;
    private readonly bool _isOwn;
    private readonly EndPoint? _server;
    private readonly Func<Task<IConnectionMultiplexer>> _connect;
    private readonly object _gate = new();
    private Task<IConnectionMultiplexer>? _connected;
    private bool _isDisposed;
    private int _isMemoryAsked;

    private RedisConnection(Func<Task<IConnectionMultiplexer>> connect, RedisOptions options, ILogger logger, bool isOwn, EndPoint? server = null)
    {
        _server = server;
        _options = options;
        _logger = logger;
        _isOwn = isOwn;
        _connect = connect;
    }

    public ILogger Logger => _logger;

    /// <summary>Completes once the server was asked how it keeps its memory, which the first call begins.</summary>
    public Task MemoryAsked { get; private set; } = Task.CompletedTask;

    /// <summary>Uses a connection of the app's, which is not disposed.</summary>
    public static RedisConnection Of(IConnectionMultiplexer multiplexer, RedisOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(multiplexer);

        return new RedisConnection(() => Task.FromResult(multiplexer), options, logger, isOwn: false);
    }

    /// <summary>Connects with the first call.</summary>
    /// <exception cref="ArgumentException">The configuration string cannot be read.</exception>
    public static RedisConnection Open(RedisOptions options, ILogger logger) =>
        Open(RedisConfiguration.Parse(options.Configuration!, options.CommandTimeout), options, logger);

    /// <summary>Connects with the first call.</summary>
    public static RedisConnection Open(ConfigurationOptions configuration, RedisOptions options, ILogger logger) =>
        new(
            async () => await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false),
            options,
            logger,
            isOwn: true,
            configuration.EndPoints[0]);

    /// <summary>A channel as a script has to name it: the client puts the prefix of its configuration before those that it names itself.</summary>
    public async Task<RedisValue> GetChannelAsync(string channel, CancellationToken cancellationToken) =>
        RedisConfiguration.ChannelPrefixOf(await GetMultiplexerAsync(cancellationToken).ConfigureAwait(false)) + channel;

    public RedisKeys KeysOf(string name) => new(_options.KeyPrefix, name);

    public RedisKeys KeysOfRollouts() => KeysOf(_options.Document);

    /// <summary>The multiplexer, which may have no connection at the moment.</summary>
    public Task<IConnectionMultiplexer> GetMultiplexerAsync(CancellationToken cancellationToken) =>
        BoundAsync(ConnectAsync(), cancellationToken);

    /// <summary>Runs a script.</summary>
    /// <exception cref="IOException">The server cannot be reached, or refuses. The message says what to do.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var result = await CallAsync(database => EvaluateAsync(database, script, keys, arguments), cancellationToken).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _isMemoryAsked, 1) == 0)
        {
            MemoryAsked = WarnOfEvictionAsync();
        }

        return result;
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="IOException">The server cannot be reached, or refuses. The message says what to do.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        return BoundAsync(Run(), cancellationToken);

        async Task<T> Run() => await call((await ConnectAsync().ConfigureAwait(false)).GetDatabase(_options.Database)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (TakeOwn() is { IsCompletedSuccessfully: true } connected)
        {
            connected.Result.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (TakeOwn() is { IsCompletedSuccessfully: true } connected)
        {
            await connected.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The connection, once, when it has to be disposed.
    private Task<IConnectionMultiplexer>? TakeOwn()
    {
        lock (_gate)
        {
            var connected = _isOwn ? _connected : null;
            _isDisposed = true;
            _connected = _isOwn ? null : _connected;
            return connected;
        }
    }

    // A server that is down leaves a connection without any, which connects when it can. What fails all the same is tried again.
    private Task<IConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);

            return _connected = _connected is null or { IsFaulted: true } or { IsCanceled: true } ? _connect() : _connected;
        }
    }

    // A server that was restarted, or whose scripts were flushed, does not know the hash: it gets the text, and keeps it.
    private static async Task<RedisResult> EvaluateAsync(IDatabase database, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return script.IsReadOnly
                ? await database.ScriptEvaluateReadOnlyAsync(script.Hash, keys, arguments).ConfigureAwait(false)
                : await database.ScriptEvaluateAsync(script.Hash, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            object[] all = [script.Text, keys.Length, .. keys.Cast<object>(), .. arguments.Cast<object>()];
            return await database.ExecuteAsync(script.IsReadOnly ? "EVAL_RO" : "EVAL", all).ConfigureAwait(false);
        }
    }

    /// <summary>Bounds a task of the client's in time, and says what to do when it fails.</summary>
    public Task BoundAsync(Task call, CancellationToken cancellationToken)
    {
        return BoundAsync(Run(), cancellationToken);

        async Task<bool> Run()
        {
            await call.ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Bounds a task of the client's in time, and says what to do when it fails.</summary>
    public async Task<T> BoundAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(_options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisFailure.Of(exception, _options.CommandTimeout) is { } failure)
        {
            // Nobody awaits a call that was given up.
            _ = call.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw EngineFailure.Plain(await WhyAsync().ConfigureAwait(false) is { } why ? RedisFailure.With(failure, why) : failure);
        }
        catch (OperationCanceledException)
        {
            _ = call.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    // Null while there is a connection, and where the connection is the app's.
    private async Task<string?> WhyAsync()
    {
        bool isConnected;
        lock (_gate)
        {
            isConnected = _isDisposed || _connected is { IsCompletedSuccessfully: true, Result.IsConnected: true };
        }

        return _server is null || isConnected ? null : await RedisProbe.LookAsync(_server).ConfigureAwait(false);
    }

    // Not every user may ask, and not every server answers: then nothing is known, and nothing said.
    private async Task WarnOfEvictionAsync()
    {
        try
        {
            // By a script: the client asks for it by its own name only where the app has allowed what is an administrator's.
            var answer = await CallAsync(static database => EvaluateAsync(database, RedisScripts.Memory, [], []), CancellationToken.None).ConfigureAwait(false);
            var lines = ((string?)answer ?? "").Split("\r\n");
            if (!lines.Contains("maxmemory:0") && ValueOf(lines, "maxmemory_policy:") is { } policy && policy != "noeviction")
            {
                Log.MayEvict(_logger, policy);
            }
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or OperationCanceledException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static string? ValueOf(string[] lines, string name) => Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
