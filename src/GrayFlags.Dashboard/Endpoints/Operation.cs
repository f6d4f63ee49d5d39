using System.Globalization;
using System.Text;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>An operation by somebody for a reason: runs it, and leaves a line in the audit whatever comes of it.</summary>
/// <remarks>
/// Once begun it goes on to its end, without the token of the request: who closes the page takes nothing back, and leaves no gap in the audit.
/// </remarks>
/// <param name="Site">The site.</param>
/// <param name="Kind">The kind of audit line.</param>
/// <param name="Name">What is done.</param>
/// <param name="Target">What it is done to.</param>
internal sealed record Operation(DashboardSite Site, string Kind, string Name, string Target)
{
    private const int LongestReason = 500;
    private const int LongestActor = 200;

    // Longer than the library itself tries to save what it has decided: its answer says more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // For a store that heeds no token.
    private static readonly TimeSpan PatienceWithDeafStores = Patience + TimeSpan.FromSeconds(1);

    public async Task<Answer> RunAsync(HttpContext http, string? reason, Func<string, string, CancellationToken, Task<Answer>> run)
    {
        var by = Site.Actors.Of(http);
        if (!IsText(by, LongestActor))
        {
            return Answer.Failure(
                StatusCodes.Status403Forbidden,
                "noActor",
                "The user has no name for the audit, or one with control characters: GrayDashboardOptions.Actor gives it.");
        }

        if (!IsText(reason, LongestReason))
        {
            return Answer.BadRequest("reason", $"A reason has 1 to {LongestReason} characters, on one line, without control and direction marks.");
        }

        using var patience = new CancellationTokenSource(Patience, Site.Clock);
        var running = EndAsync(by!, reason!, run, patience.Token);
        try
        {
            return await running.WaitAsync(PatienceWithDeafStores, Site.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on, and leaves another line when it ends.
            Site.Audit.Unknown(Target, by!, Name, reason!, NoAnswer);
            return MayHaveHappened();
        }
    }

    private static string NoAnswer => string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} seconds");

    private static bool IsText(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && text.EnumerateRunes().All(static rune => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,

            // Makes the rest of a line another one to the eye, or cannot be seen. Joiners can: pictographs and scripts are written with them.
            UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
            _ => true,
        });

    private static Answer MayHaveHappened() => Answer.Of(
        StatusCodes.Status503ServiceUnavailable,
        new Failure
        {
            Code = StoreCalls.Code,
            Message = "The store has failed, or has not answered in time: it may have happened all the same. Look at what is there now before you ask again. "
                + "The log of this instance says why.",
            MayHaveHappened = true,
        },
        DashboardJson.Default.Failure);

    private async Task<Answer> EndAsync(string by, string reason, Func<string, string, CancellationToken, Task<Answer>> run, CancellationToken patience)
    {
        try
        {
            // A store may keep the thread of its caller.
            var answer = await Task.Run(() => run(by, reason, patience), CancellationToken.None).ConfigureAwait(false);
            if (answer.IsIdle)
            {
                Site.Audit.Idle(Target, by, Name, reason);
            }
            else if (answer.Status == StatusCodes.Status200OK)
            {
                Site.Audit.Done(Kind, Target, by, Name, reason);
            }
            else
            {
                Site.Audit.Failed(Target, by, Name, reason, $"status {answer.Status}");
            }

            return answer;
        }
        catch (Exception exception) when (exception is ArgumentException or GrayDocumentException)
        {
            Site.Audit.Failed(Target, by, Name, reason, exception.Message);
            return Answer.BadRequest("refused", exception.Message);
        }
        catch (InvalidOperationException exception) when (Kind == AuditTrail.Rollout)
        {
            Site.Audit.Failed(Target, by, Name, reason, exception.Message);
            return Conflicts.Answer(Site, Target, exception);
        }
        catch (GrayNotSavedException exception)
        {
            Site.Audit.Failed(Target, by, Name, reason, "it is in effect, but not saved", exception);
            return Answer.Of(
                StatusCodes.Status503ServiceUnavailable,
                new Failure { Code = "notSaved", Message = exception.Message, IsInEffect = true },
                DashboardJson.Default.Failure);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
        {
            Site.Audit.Unknown(Target, by, Name, reason, NoAnswer, exception);
            return MayHaveHappened();
        }
#pragma warning disable CA1031 // Of a store of any make: the caller learns that it failed, and the log why.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Site.Audit.Unknown(Target, by, Name, reason, exception.GetType().Name, exception);
            return MayHaveHappened();
        }
    }
}
