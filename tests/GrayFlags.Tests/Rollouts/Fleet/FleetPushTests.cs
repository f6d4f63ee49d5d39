using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>What one node changes, the others have soon after the store tells them: less time passes here than until their next tick.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FleetPushTests
{
    private const string Half = """
        { "stages": [{ "name": "half", "percentage": 50, "hold": "10:00:00" }, { "name": "all", "percentage": 100 }], "settle": "00:00:01",
          "guards": { "errors": { "metric": "error" } } }
        """;

    private readonly SimulatedEngine _engine = new();
    private readonly List<(RolloutRig Rig, NodeLink Link)> _nodes = [];

    [SetUp]
    public void Start()
    {
        foreach (var name in (string[])["a", "b"])
        {
            var link = new NodeLink(_engine) { Pushes = true };
            _nodes.Add((new RolloutRig(Half, link, new ManualTimeProvider(_engine.Now), name), link));
        }

        // Half a second until the next tick.
        foreach (var time in (double[])[1, 1, 1, 0.5])
        {
            _engine.Pass(TimeSpan.FromSeconds(time));
            _nodes.ForEach(node => node.Rig.Time.Advance(TimeSpan.FromSeconds(time)));
        }
    }

    [TearDown]
    public void Stop() => _nodes.ForEach(static node => node.Rig.Dispose());

    [Fault("G16")]
    [Test]
    public async Task Decision_OfAnotherNode_IsTakenInWithoutATick_AlsoWhenTheStoreIsSlow([Values] bool isSlow)
    {
        var ((first, _), (second, link)) = (_nodes[0], _nodes[1]);
        link.IsSlow = isSlow;
        await first.EndAsync(first.Rollouts.PauseAsync(RolloutRig.Flag, "ops", "payments fail"));

        await UntilAsync(
            second.Time,
            () =>
            {
                link.Release();
                return second.Record.Phase == RolloutPhase.Paused;
            });

        Assert.That(second.Record.Phase, Is.EqualTo(RolloutPhase.Paused));
    }

    [Fault("G16")]
    [Test]
    public async Task ManyChanges_OfAnotherNode_AreReadTogether()
    {
        var ((first, _), (second, link)) = (_nodes[0], _nodes[1]);
        var before = link.Reads;
        var users = Enumerable.Range(0, 100).Select(RolloutRig.User).Where(user => second.Evaluator.IsEnabled(RolloutRig.Flag, user)).ToList();
        foreach (var user in users)
        {
            await first.EndAsync(first.Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, user));
        }

        Assert.That(users, Has.Count.GreaterThan(20));
        Assert.That(link.Reads - before, Is.LessThanOrEqualTo(1), "while no time passes");
        await UntilAsync(second.Time, () => !users.Exists(user => second.Evaluator.IsEnabled(RolloutRig.Flag, user)));

        Assert.That(users.Where(user => second.Evaluator.IsEnabled(RolloutRig.Flag, user)), Is.Empty);
    }

    private static async Task UntilAsync(ManualTimeProvider clock, Func<bool> isSo)
    {
        for (var tries = 0; !isSo() && tries < 5_000; tries++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(tries < 400 ? 1 : 0));
            await Task.Delay(1);
        }
    }
}
