using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>What becomes of a call: one verdict, for the arm and the share that it began under.</summary>
[NonParallelizable]
public sealed class OutcomeTests
{
    private const string Flag = RolloutRig.Flag;

    private static readonly string Watched = RolloutRig.Guarded.Replace(
        "\"errors\"", """ "happy": { "metric": "score" }, "slow": { "metric": "duration" }, "errors" """, StringComparison.Ordinal);

    private RolloutRig _rig = null!;
    private GrayContext _canary = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new RolloutRig(Watched);
        _rig.Pass(1);
        _canary = RolloutRig.User(_rig.Find(GrayArm.Canary));
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void FirstVerdict_Counts_OfWhicheverCopy()
    {
        var outcome = _rig.Evaluator.Begin(Flag, _canary);
        var copy = outcome;
        copy.Succeed();
        outcome.Fail();
        outcome.Score(0);
        outcome.Dispose();
        copy.Dispose();
        copy.Dispose();

        Assert.That(Errors(), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Copy_OfACallThatHasEnded_SaysNothingOfTheNext()
    {
        var ended = _rig.Evaluator.Begin(Flag, _canary);
        ended.Succeed();
        using (var next = _rig.Evaluator.Begin(Flag, RolloutRig.User(_rig.Find(GrayArm.Control))))
        {
            ended.Fail();
            ended.Dispose();
            next.Succeed();
        }

        _rig.Pass(1);
        var errors = _rig.Status.Guards.Single(guard => guard.Name == "errors");
        Assert.That((errors.Canary.Count, errors.Canary.Mean, errors.Control.Count, errors.Control.Mean), Is.EqualTo((1, 0, 1, 0)));
    }

    [Test]
    public void Dispose_WithoutAVerdict_IsAFailure()
    {
        Assert.That(
            () =>
            {
                using var outcome = _rig.Evaluator.Begin(Flag, _canary);
                throw new InvalidOperationException();
            },
            Throws.InvalidOperationException);

        Assert.That(Errors(), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Ignored_IsNotCounted()
    {
        using (var outcome = _rig.Evaluator.Begin(Flag, _canary))
        {
            outcome.Ignore();
        }

        Assert.That(Errors(), Is.EqualTo((0, 0)));
    }

    [TestCase(0.25, 1, 0.75, 0)]
    [TestCase(2, 0, 0, 1)]
    [TestCase(double.NaN, 0, 0, 1)]
    [Fault("G2")]
    public void Score_IsASuccess_AndAScoreWhereItIsOne(double score, int count, double missing, int invalid)
    {
        _rig.Evaluator.Begin(Flag, _canary).Score(score);

        Assert.That(Errors(), Is.EqualTo((1, 0)));
        var happy = _rig.Status.Guards.Single(guard => guard.Name == "happy");
        Assert.That((happy.Canary.Count, happy.Canary.Mean, _rig.Status.InvalidOutcomes), Is.EqualTo((count, missing, invalid)));
    }

    [Test]
    public void Outside_ThereIsNoToken()
    {
        foreach (var context in new[] { GrayContext.Anonymous, null! })
        {
            using var outcome = _rig.Evaluator.Begin(Flag, context);
            Assert.That((outcome.Arm, outcome.Stage, outcome.Enabled), Is.EqualTo((GrayArm.None, (string?)null, false)));
        }

        using (var unknown = _rig.Evaluator.Begin("unknown", _canary))
        {
            Assert.That((unknown.Arm, unknown.Decision.Error), Is.EqualTo((GrayArm.None, DecisionError.FlagNotFound)));
        }

        using (_rig.Evaluator.Override(Flag, true))
        {
            using var tested = _rig.Evaluator.Begin(Flag, _canary);
            Assert.That((tested.Enabled, tested.Arm), Is.EqualTo((true, GrayArm.None)));
        }

        default(GrayOutcome).Succeed();
        default(GrayOutcome).Dispose();
        Assert.That(Errors(), Is.EqualTo((0, 0)));
    }

    [Test]
    public void LateOutcome_KeepsItsStageAndShare()
    {
        using var late = _rig.Evaluator.Begin(Flag, _canary);
        _rig.Pass(61);
        Assert.That(_rig.State, Is.EqualTo("Running 1 of attempt 1"));
        late.Fail();
        _rig.Pass(1);

        var errors = _rig.Status.Guards.Single(guard => guard.Name == "errors");
        Assert.That(
            (late.Stage, errors.Canary.Count, errors.Canary.Mean, _rig.Status.CanaryOutcomes),
            Is.EqualTo(("s0", 1, 1, 0)),
            "counted over the attempt, not in the new stage");
        Assert.That(errors.Evidence, Is.GreaterThan(0), "one failure at a share of 10 %");
    }

    [Test]
    public async Task LateOutcome_OfAnAttemptThatIsOver_IsNotTheNextOnes()
    {
        var late = _rig.Evaluator.Begin(Flag, _canary);
        await _rig.Rollouts.RollbackAsync(Flag, "eve", "x");
        _rig.Pass(601);
        await _rig.Rollouts.RestartAsync(Flag, "eve", "x");
        _rig.Pass(2);
        late.Fail();

        Assert.That(Errors(), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Snapshot_PinsArmAndStage()
    {
        var snapshot = _rig.Evaluator.CreateSnapshot();
        var control = Enumerable.Range(0, 10_000).Select(RolloutRig.User).First(user => !_rig.Evaluator.IsEnabled(Flag, user) && Bucket(user) < 50_000);
        _rig.Pass(61);

        using var pinned = snapshot.Begin(Flag, control);
        using var live = _rig.Evaluator.Begin(Flag, control);

        Assert.That((pinned.Arm, pinned.Stage, pinned.Enabled), Is.EqualTo((GrayArm.Control, "s0", false)));
        Assert.That((live.Arm, live.Stage, live.Enabled), Is.EqualTo((GrayArm.Canary, "s1", true)));
        pinned.Ignore();
        live.Ignore();
    }

    [Test]
    public void Duration_IsThatOfTheCall()
    {
        _rig.Set(Watched.Replace("\"settle\": \"00:00:01\"", "\"settle\": \"00:00:05\"", StringComparison.Ordinal));

        // The mean is counted once the control has shown how long calls take.
        for (var number = 0; number < 1_000; number++)
        {
            using var outcome = _rig.Evaluator.Begin(Flag, RolloutRig.User(number));
            outcome.Succeed();
        }

        _rig.Pass(7);

        var late = _rig.Evaluator.Begin(
            Flag, RolloutRig.User(Enumerable.Range(3_000, 1_000).First(number => _rig.Evaluator.IsEnabled(Flag, RolloutRig.User(number)))));
        _rig.Pass(2);
        late.Succeed();
        _rig.Calls(2_000, 50, static _ => false);
        _rig.Pass(7);
        var slow = _rig.Status.Guards.Single(guard => guard.Name == "slow");
        Assert.That(slow.Canary.Mean, Is.GreaterThan(slow.Control.Mean));
    }

    [Test]
    public void Threads_OneOutcome_IsCountedOnce()
    {
        for (var round = 0; round < 200; round++)
        {
            var outcome = _rig.Evaluator.Begin(Flag, RolloutRig.User(round));
            Parallel.For(0, 4, number =>
            {
                if (number % 2 == 0)
                {
                    outcome.Succeed();
                }
                else
                {
                    outcome.Dispose();
                }
            });
        }

        _rig.Pass(1);
        Assert.That(_rig.Status.CanaryOutcomes + _rig.Status.ControlOutcomes, Is.EqualTo(200));
    }

    [Test]
    public void BeginAndSucceed_OnceWarm_AllocateNothing()
    {
        var users = Enumerable.Range(0, 64).Select(RolloutRig.User).ToArray();
        var staff = GrayContext.Anonymous;

        Assert.That(
            Allocation.Least(10_000, index =>
            {
                using var outcome = _rig.Evaluator.Begin(Flag, users[index % users.Length]);
                outcome.Succeed();
            }),
            Is.Zero);
        Assert.That(Allocation.Least(10_000, index => _rig.Evaluator.Begin(Flag, users[index % users.Length]).Score(0.5)), Is.Zero);
        Assert.That(Allocation.Least(10_000, index => _rig.Evaluator.Begin(Flag, users[index % users.Length]).Dispose()), Is.Zero);
        Assert.That(Allocation.Least(10_000, _ => _rig.Evaluator.Begin(Flag, staff).Dispose()), Is.Zero);
    }

    private static int Bucket(GrayContext user) =>
        GrayFlags.Bucketing.Bucket.Of(GrayFlags.Bucketing.TextHash.Of(user.UserId!), GrayFlags.Bucketing.TextHash.Of("f:rollout"));

    private (long Count, double Rate) Errors()
    {
        _rig.Pass(1);
        var errors = _rig.Status.Guards.Single(guard => guard.Name == "errors");
        return (errors.Canary.Count, errors.Canary.Mean);
    }
}
