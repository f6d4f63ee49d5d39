using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulation;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Outcomes;

[NonParallelizable]
public sealed class OutcomeRecorderTests
{
    private ManualTimeProvider _time = null!;
    private OutcomeRecorder _recorder = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new ManualTimeProvider();
        _recorder = new OutcomeRecorder(_time, 1);
    }

    [Test]
    public void Calls_AreJudgedInTheOrderOfTheirBegin_AtTheirAge()
    {
        var first = _recorder.Begin(Canary(1), isEvidence: true);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        var second = _recorder.Begin(Canary(2), isEvidence: true);
        _recorder.End(second, CallVerdict.Failure);
        _recorder.End(first, CallVerdict.Success);

        Assert.That(Judged(), Is.Empty);
        _time.Advance(TimeSpan.FromSeconds(3.5));
        Assert.That(Judged().Select(call => call.State.Verdict), Is.EqualTo(new[] { CallVerdict.Success }));
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(Judged().Select(call => call.State.Verdict), Is.EqualTo(new[] { CallVerdict.Failure }));
    }

    [Test]
    public void Recording_AllocatesNothing()
    {
        var clock = new SimulatedClock();
        var recorder = new OutcomeRecorder(clock, 1);
        for (var warm = 0; warm < 20; warm++)
        {
            Second();
        }

        Assert.That(Allocation.Least(20, _ => Second()), Is.Zero);

        void Second()
        {
            for (var call = 0; call < 400; call++)
            {
                var ticket = recorder.Begin(Canary((ulong)call), isEvidence: true);
                recorder.End(ticket, CallVerdict.Success, 0.5);
                recorder.Record(Canary((ulong)call), isEvidence: true, GuardMetric.Score, 0.5);
            }

            clock.Now += 6;
            while (recorder.Queue.TryJudge(clock.GetTimestamp(), out var _))
            {
            }
        }
    }

    [TestCase(GuardMetric.Score, -0.1)]
    [TestCase(GuardMetric.Score, 1.1)]
    [TestCase(GuardMetric.Score, double.NaN)]
    [TestCase(GuardMetric.OptOut, 0.5)]
    [TestCase(GuardMetric.Mismatch, double.PositiveInfinity)]
    public void Value_OutOfRange_IsDroppedAndCounted(GuardMetric metric, double value)
    {
        _recorder.Record(Canary(1), isEvidence: true, metric, value);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That((_recorder.Invalid, Judged().Count), Is.EqualTo((1, 0)));
    }

    // Ticket, page and place are used again: who ends a call twice, or late, ends nobody else's.
    [Test]
    public void Ticket_OfACallThatWasJudged_EndsNoOther()
    {
        var old = _recorder.Begin(Canary(1), isEvidence: true);
        _recorder.End(old, CallVerdict.Success);
        _time.Advance(TimeSpan.FromSeconds(10));
        Judged();
        for (var call = 0; call < 300; call++)
        {
            _recorder.Begin(Canary(2), isEvidence: true);
        }

        _recorder.End(old, CallVerdict.Failure);
        _recorder.Abandon(old);
        _time.Advance(TimeSpan.FromSeconds(10));

        var judged = Judged();
        Assert.That(judged.Select(call => call.State.Verdict), Is.All.EqualTo(CallVerdict.NotEnded));
        Assert.That(judged, Has.Count.EqualTo(300));
    }

    // Four threads begin and end while a fifth judges: each call that is followed is judged once, with the verdict of its own unit.
    [Test]
    public void Threads_EveryCall_IsJudgedOnce()
    {
        const int Calls = 20_000;
        var recorder = new OutcomeRecorder(TimeProvider.System, 1);
        recorder.Queue.Settle = TimeSpan.FromMilliseconds(50);
        var (judged, followed, wrong) = (0, 0, 0);
        var isDone = false;
        var judge = Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone) || judged < Volatile.Read(ref followed))
            {
                while (recorder.Queue.TryJudge(TimeProvider.System.GetTimestamp(), out var call))
                {
                    judged++;
                    var expected = call.Marks.IsCanary ? CallVerdict.Failure : CallVerdict.Success;
                    wrong += call.State.Verdict is var verdict && verdict != expected && verdict != CallVerdict.NotEnded ? 1 : 0;
                }

                Thread.Yield();
            }
        });
        Parallel.For(0, 4, thread =>
        {
            for (var call = 0; call < Calls; call++)
            {
                var isCanary = call % 2 == 0;
                var ticket = recorder.Begin(
                    new Assignment(isCanary ? GrayArm.Canary : GrayArm.Control, (ulong)((thread * Calls) + call), 5_000, 0), isEvidence: true);
                if (ticket.Page is not null)
                {
                    Interlocked.Increment(ref followed);
                }

                recorder.End(ticket, isCanary ? CallVerdict.Failure : CallVerdict.Success);
                recorder.End(ticket, CallVerdict.Ignored);
            }
        });
        Volatile.Write(ref isDone, true);
        Assert.That(judge.Wait(TimeSpan.FromMinutes(1)), Is.True);

        Assert.That((judged, wrong), Is.EqualTo((followed, 0)));
        Assert.That(followed, Is.GreaterThan(500));
    }

    // A flood, also one that nobody judges, fills a bounded queue; of each later second a fraction of the units is followed, the same ones in both arms.
    [Test]
    public void Flood_IsBounded_AndFollowsAFractionOfTheUnits()
    {
        var followed = new List<int>();
        var units = new HashSet<ulong>();
        for (var second = 0; second < 5; second++)
        {
            var count = 0;
            for (var call = 0UL; call < 20_000; call++)
            {
                var ticket = _recorder.Begin(Canary(call % 5_000), isEvidence: true);
                if (ticket.Page is not null)
                {
                    count++;
                    if (second > 2)
                    {
                        units.Add(call % 5_000);
                    }
                }
            }

            followed.Add(count);
            _time.Advance(TimeSpan.FromSeconds(1));
            Judged();
        }

        Assert.That(followed[0], Is.LessThanOrEqualTo(1_600), "a burst");
        Assert.That(followed.Skip(2), Is.All.InRange(300, 1_600), "each unit calls four times");
        Assert.That(units, Has.Count.InRange(80, 900), "whole units, and not some calls of each");
    }

    // One cookie, or any number of ids that anybody may get, must not crowd out those whom the guards bet on.
    [TestCase(true)]
    [TestCase(false)]
    public void Flood_OfOneUnitOrOfStrangers_LeavesRoomForTheOthers(bool isOneUnit)
    {
        var followed = 0;
        for (var second = 0; second < 10; second++)
        {
            for (var call = 0; call < 20_000; call++)
            {
                _recorder.Begin(Canary(isOneUnit ? 7 : (ulong)((second * 20_000) + call + 1_000_000)), isEvidence: isOneUnit);
                if (call % 100 == 0)
                {
                    followed += _recorder.Begin(Canary((ulong)((second * 1_000) + call)), isEvidence: true).Page is null ? 0 : 1;
                }
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            Judged();
        }

        Assert.That(followed, Is.GreaterThan(2_000 * 9 / 10), "200 calls a second of others");
    }

    [Test]
    public void CallThatIsNotFollowed_IsASignOfLife()
    {
        for (var call = 0UL; call < 50_000; call++)
        {
            _recorder.Begin(Canary(call), isEvidence: true);
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        _recorder.Begin(Canary(1), isEvidence: true);

        Assert.That(_recorder.CalledAt(isCanary: true), Is.EqualTo(_time.GetTimestamp()));
        Assert.That(_recorder.CalledAt(isCanary: false), Is.Zero);
    }

    // A long wait has long pages, and a call is a sign of life when it comes, not when its page began.
    [Test, Fault("G12")]
    public void Call_UnderALongSettle_IsASignOfLifeAtOnce()
    {
        _recorder.Queue.Settle = TimeSpan.FromHours(1);
        for (var second = 0UL; second < 50; second++)
        {
            _recorder.Begin(Canary(second), isEvidence: true);
            Assert.That(_time.GetElapsedTime(_recorder.CalledAt(isCanary: true)), Is.LessThan(TimeSpan.FromSeconds(1)), $"second {second}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Test]
    public void Unit_HasAnotherHash_InEachAttemptOfEachRollout()
    {
        ulong[] rollouts = [RolloutKey.Of("f", "1").Hash, RolloutKey.Of("f", "2").Hash, RolloutKey.Of("g", "1").Hash];

        var hashes = rollouts.SelectMany(rollout => new[] { 1, 2 }.Select(attempt => new OutcomeRecorder(_time, attempt, rollout).HashOf(12345)));

        Assert.That(hashes, Is.Unique, "or two of them could be joined");
        Assert.That(RolloutKey.Of("F", "1").Hash, Is.EqualTo(rollouts[0]));
    }

    [Test]
    public void Settle_Longer_KeepsTheOrder_AndIsNeverShortenedForWhatWaits()
    {
        _recorder.Begin(Canary(1), isEvidence: true);
        _recorder.Queue.Settle = TimeSpan.FromSeconds(20);
        _recorder.Queue.Settle = TimeSpan.FromSeconds(2);
        Assert.That(_recorder.Queue.Settle, Is.EqualTo(TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(1));
        _recorder.Begin(Canary(2), isEvidence: true);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Judged(), Has.Count.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.That(Judged(), Has.Count.EqualTo(1));
    }

    // Rare calls share the pages of a long wait, instead of leaving each one nearly empty and the rest of the calls without a page.
    [TestCase(5), TestCase(60), TestCase(600), TestCase(3_600), Fault("G12")]
    public void Settle_OfAnyLength_FollowsEveryRareCall(int settle)
    {
        _recorder.Queue.Settle = TimeSpan.FromSeconds(settle);
        var judged = 0;
        for (var second = 1; second <= 3 * settle; second++)
        {
            Assert.That(_recorder.Begin(Canary((ulong)second), isEvidence: true).Page, Is.Not.Null, $"second {second}");
            _time.Advance(TimeSpan.FromSeconds(1));
            judged += Judged().Count;
        }

        Assert.That(judged, Is.EqualTo((2 * settle) + 1), "each at its age");
    }

    // What waits is bounded, whatever the age of judgement: the same fraction of the units all the time.
    [Test, Fault("G12")]
    public void Settle_Long_FollowsAFractionOfManyUnits()
    {
        _recorder.Queue.Settle = TimeSpan.FromHours(1);
        var (followed, late) = (new HashSet<int>(), 0);
        for (var second = 0; second < 7_200; second++)
        {
            for (var call = 0; call < 10; call++)
            {
                var unit = ((second * 10) + call) % 1_000;
                if (_recorder.Begin(Canary((ulong)unit), isEvidence: true).Page is not null && second > 3_600)
                {
                    late++;
                    followed.Add(unit);
                }
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            Judged();
        }

        Assert.That(late, Is.InRange(2_000, 9_200), "of 36,000 calls in an hour, at most as many as may wait");
        Assert.That(followed, Has.Count.InRange(50, 300), "whole units, and not some calls of each");
    }

    private static Assignment Canary(ulong unit) => new(GrayArm.Canary, MurmurHash3.Mix64(unit + 1), 5_000, 0);

    private List<JudgedCall> Judged()
    {
        List<JudgedCall> judged = [];
        while (_recorder.Queue.TryJudge(_time.GetTimestamp(), out var call))
        {
            judged.Add(call);
        }

        return judged;
    }
}
