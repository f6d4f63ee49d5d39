using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Reads a store for whoever waits for an answer: one that hangs or fails is an answer, too. Thread-safe.</summary>
internal sealed class StoreCalls(TimeProvider clock, ILoggerFactory loggers)
{
    /// <summary>The code of a failure of the store.</summary>
    public const string Code = "store";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger(DashboardLog.Category);
    private int _isAway;

    /// <summary>Reads, and makes an answer of what was read.</summary>
    /// <param name="http">The request, which <paramref name="read"/> must not touch: a read that hangs outlives it.</param>
    /// <param name="read">Reads the store.</param>
    /// <param name="answer">Makes the answer.</param>
    public async Task<Answer?> ReadAsync<T>(HttpContext http, Func<CancellationToken, Task<T>> read, Func<T, Answer> answer)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        var token = ended.Token;
        T value;
        try
        {
            // A store may heed no token, and may even keep the thread.
            value = await Task.Run(() => read(token), CancellationToken.None).WaitAsync(token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Of a store of any make: the caller learns that it failed, and the log why.
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Failed(patience.IsCancellationRequested ? null : exception);
        }

        if (Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            Log.StoreIsBack(_logger);
        }

        return answer(value);
    }

    private Answer Failed(Exception? exception)
    {
        // Pages ask every few seconds.
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            Log.StoreIsAway(_logger, exception);
        }

        var what = exception is null ? $"has not answered within {Patience.TotalSeconds:0} seconds" : "has failed";
        return Answer.Failure(
            StatusCodes.Status503ServiceUnavailable,
            Code,
            $"The store of documents {what}. Flags go on being answered with the rules that serve. Look at the store, at its source in api/providers, and at "
            + "the log of this instance.");
    }
}
