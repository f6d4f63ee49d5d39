using GrayFlags.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>An operation by somebody for a reason: runs it, and leaves a line in the audit whatever comes of it.</summary>
/// <param name="Site">The site.</param>
/// <param name="Kind">The kind of audit line.</param>
/// <param name="Name">What is done.</param>
/// <param name="Target">What it is done to.</param>
internal sealed record Operation(DashboardSite Site, string Kind, string Name, string Target)
{
    private const int LongestReason = 500;
    private const int LongestActor = 200;

    public async Task<Answer> RunAsync(HttpContext http, string? reason, Func<string, string, Task<Answer>> run)
    {
        var by = Site.Options.Actor(http);
        if (string.IsNullOrWhiteSpace(by) || by.Length > LongestActor || by.Any(char.IsControl))
        {
            return Answer.Failure(StatusCodes.Status403Forbidden, "noActor", "The user has no name for the audit: GrayDashboardOptions.Actor gives one.");
        }

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason || reason.Any(char.IsControl))
        {
            return Answer.BadRequest("reason", $"A reason has 1 to {LongestReason} characters, on one line.");
        }

        try
        {
            var answer = await run(by, reason).ConfigureAwait(false);
            if (answer.Status == StatusCodes.Status200OK)
            {
                Site.Audit.Done(Kind, Target, by, Name, reason);
            }
            else
            {
                Site.Audit.Failed(Target, by, Name, reason, $"status {answer.Status}");
            }

            return answer;
        }
        catch (ArgumentException exception)
        {
            Site.Audit.Failed(Target, by, Name, reason, exception.Message);
            return Answer.BadRequest("refused", exception.Message);
        }
        catch (InvalidOperationException exception)
        {
            Site.Audit.Failed(Target, by, Name, reason, exception.Message);
            return Conflicts.Answer(Site, Kind, Target, exception);
        }
        catch (GrayNotSavedException exception)
        {
            Site.Audit.Failed(Target, by, Name, reason, "it is in effect, but not saved", exception);
            return Answer.Of(
                StatusCodes.Status503ServiceUnavailable,
                new Wire.Failure { Code = "notSaved", Message = exception.Message, IsInEffect = true },
                Wire.DashboardJson.Default.Failure);
        }
#pragma warning disable CA1031 // Of a store of any make: the caller learns that it failed, and the log why.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Site.Audit.Failed(Target, by, Name, reason, exception.GetType().Name, exception);
            return Answer.Failure(StatusCodes.Status503ServiceUnavailable, "store", "The store has not taken it. The log says why.");
        }
    }
}
