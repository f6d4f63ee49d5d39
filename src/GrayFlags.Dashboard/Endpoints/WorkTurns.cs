using GrayFlags.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Turns for what takes a core for a while: one at a time, and nobody waits for long.</summary>
internal sealed class WorkTurns(TimeProvider clock)
{
    // Longer than one turn takes, which bounds itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Works in a turn.</summary>
    /// <returns>The answer of the work; 503 when others take too long.</returns>
    public async Task<Answer> RunAsync(HttpContext http, Func<CancellationToken, Answer> work)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        try
        {
            await _turn.WaitAsync(ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return Answer.Failure(
                StatusCodes.Status503ServiceUnavailable, "busy", "Others have drafts checked or versions compared at this moment. Ask again in a few seconds.");
        }

        try
        {
            return work(http.RequestAborted);
        }
        finally
        {
            _turn.Release();
        }
    }
}
