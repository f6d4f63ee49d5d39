using GrayFlags.PostgreSql.Connections;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>A notification counts as swallowed once it had its time since it was sent, and at no other moment.</summary>
internal sealed class ListenerProbeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _clock = new();

    [Test]
    public void Probe_NotBack_OverdueOnceItHadItsTime()
    {
        var probe = new ListenerProbe(_clock, Patience);

        probe.Sent(probe.TryBegin()!.Value);
        _clock.Advance(Patience);
        Assert.That((probe.IsOverdue, probe.TryGiveUp()), Is.EqualTo((false, false)));
        _clock.Advance(Moment);

        Assert.That((probe.IsOverdue, probe.TryGiveUp(), probe.TryGiveUp()), Is.EqualTo((true, true, false)), "it is said once");
    }

    [Test]
    public void Probe_Back_IsNeverOverdue()
    {
        var probe = new ListenerProbe(_clock, Patience);

        probe.Sent(probe.TryBegin()!.Value);
        probe.Back();
        _clock.Advance(ListenerProbe.Between);

        Assert.That((probe.IsOverdue, probe.TryBegin()), Is.EqualTo((false, (long?)null)));
    }

    // What wakes the listener while the next probe is on its way to the server finds the time at which the one before was sent.
    [Test]
    public void Next_NotSentYet_IsNotOverdueByTheTimeOfTheOneBefore()
    {
        var probe = new ListenerProbe(_clock, Patience);
        probe.Sent(probe.TryBegin()!.Value);
        probe.Back();
        _clock.Advance(ListenerProbe.Between + Moment);

        var next = probe.TryBegin();

        Assert.That(next, Is.Not.Null);
        Assert.That(probe.IsOverdue, Is.False);
        probe.Sent(next!.Value);
        _clock.Advance(Patience + Moment);
        Assert.That(probe.IsOverdue);
    }

    // Its connection of the pool took long, and meanwhile another connection listens, which may have missed it.
    [Test]
    public void Sent_BeforeTheListenerConnectedAgain_IsForgotten()
    {
        var probe = new ListenerProbe(_clock, Patience);
        var early = probe.TryBegin()!.Value;
        probe.Reset();
        var next = probe.TryBegin();

        probe.Sent(early);
        _clock.Advance(Patience + Moment);

        Assert.That(next, Is.Not.Null, "a new connection is looked at at once");
        Assert.That(probe.IsOverdue, Is.False);
    }

    [Test]
    public void Payload_IsItsOwn()
    {
        var (one, other) = (new ListenerProbe(_clock, Patience), new ListenerProbe(_clock, Patience));

        Assert.That(one.Payload, Is.Not.EqualTo(other.Payload));
        Assert.That((ListenerProbe.IsOne(one.Payload), ListenerProbe.IsOne("document:shop")), Is.EqualTo((true, false)));
    }
}
