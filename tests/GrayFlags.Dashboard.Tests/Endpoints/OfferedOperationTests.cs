using GrayFlags.Dashboard.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>The operations that the API offers: an approval only where one is missing.</summary>
public sealed class OfferedOperationTests
{
    private const string Rules = """
        { "flags": { "checkout": { "rollout": { "id": "r1", "stages": [
          { "name": "canary", "percentage": 10, "hold": "00:10:00" },
          { "name": "half", "percentage": 50, "hold": "00:10:00", "advance": "approval" },
          { "name": "all", "percentage": 100 } ] } } } }
        """;

    [TestCase("", "pause promote rollback cancel", TestName = "Offered_InAStageByTime")]
    [TestCase("pause", "resume promote rollback cancel", TestName = "Offered_PausedInAStageByTime")]
    [TestCase("promote", "pause approve promote rollback cancel", TestName = "Offered_InAStageByApproval")]
    [TestCase("promote pause", "resume approve promote rollback cancel", TestName = "Offered_PausedInAStageByApproval")]
    [TestCase("promote approve", "pause promote rollback cancel", TestName = "Offered_Approved")]
    [TestCase("promote approve pause", "resume promote rollback cancel", TestName = "Offered_ApprovedAndPaused")]
    public async Task Offered(string operations, string offered)
    {
        await using var site = await DashboardSiteOfTests.StartAsync(rules: Rules);
        Assert.That(SpinWait.SpinUntil(() => IsRunning(site), TimeSpan.FromSeconds(60)), Is.True);
        foreach (var operation in operations.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            using var response = await site.PostAsync(
                $"/flags/api/rollouts/checkout/{operation}", $$"""{ "reason": "x", "expectedRevision": "{{await site.RevisionAsync()}}" }""");
            response.EnsureSuccessStatusCode();
        }

        var rollout = await site.GetAsync("/flags/api/rollouts/checkout");
        Assert.That(string.Join(' ', rollout.GetProperty("operations").EnumerateArray().Select(static each => each.GetString())), Is.EqualTo(offered));
    }

    // It begins with a tick of the clock.
    private static bool IsRunning(DashboardSiteOfTests site)
    {
        if (site.Rollouts.GetStatus("checkout") is { Record.Phase: RolloutPhase.Running })
        {
            return true;
        }

        site.Clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    }
}
