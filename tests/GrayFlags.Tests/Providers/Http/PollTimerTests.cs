using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>The one timer, and wishes to poll earlier.</summary>
internal sealed class PollTimerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private int _polls;
    private PollTimer _timer = null!;

    [SetUp]
    public void SetUp()
    {
        _polls = 0;
        _timer = new PollTimer(_time, new Jitter(1), () => _polls++);
    }

    [TearDown]
    public void TearDown() => _timer.Dispose();

    [Test, Fault("R11")]
    public void Hasten_ManyTimes_OnePollAndNotPutOff()
    {
        _timer.Arm(Interval, mayHasten: true);
        for (var wish = 0; wish < 10; wish++)
        {
            _timer.Hasten();
            _time.Advance(Soon / 10);
        }

        Assert.That(_polls, Is.EqualTo(1));
    }

    // Whatever is drawn: a thousand events a second are one poll a second, counted from the end of the load before.
    [Test, Fault("R11")]
    public void Hasten_WithoutEnd_OnePollASecond([Range(0, 19)] int seed)
    {
        PollTimer timer = null!;
        timer = new PollTimer(_time, new Jitter((ulong)seed), () =>
        {
            _polls++;
            timer.Arm(Interval, mayHasten: true);
        });
        using var ending = timer;
        timer.Arm(Interval, mayHasten: true);
        for (var millisecond = 0; millisecond < 10_000; millisecond++)
        {
            timer.Hasten();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.That(_polls, Is.EqualTo(10));
    }

    // A fleet that hears one event long after its polls: each draws for itself, once.
    [Test, Fault("R11")]
    public void Hasten_AtRest_IsSpreadOverASecond()
    {
        const int Clients = 1000;
        var perTenth = new int[10];
        var now = 0;
        var timers = Enumerable.Range(0, Clients).Select(client => new PollTimer(_time, new Jitter((ulong)client), () => perTenth[now]++)).ToList();
        timers.ForEach(timer => timer.Arm(Interval, mayHasten: true));
        _time.Advance(Interval / 2);
        for (var hearing = 0; hearing < 10; hearing++)
        {
            timers.ForEach(timer => timer.Hasten());
        }

        for (; now < perTenth.Length; now++)
        {
            _time.Advance(Soon / perTenth.Length);
        }

        timers.ForEach(timer => timer.Dispose());
        Assert.That(perTenth.Sum(), Is.EqualTo(Clients));
        Assert.That(perTenth, Has.All.InRange(60, 140), "100 on average; the least of ten draws each would put most into the first");
    }

    [Test, Fault("R11")]
    public void Hasten_WhileBackingOff_IsNotHeard()
    {
        _timer.Arm(Interval, mayHasten: false);
        _timer.Hasten();
        _time.Advance(Soon);

        Assert.That(_polls, Is.Zero);
    }

    [Test, Fault("R11")]
    public void Hasten_DuringALoadThatFails_DoesNotBeatTheBackOff()
    {
        _timer.Hasten();
        _timer.Arm(Interval, mayHasten: false);
        _time.Advance(Soon);

        Assert.That(_polls, Is.Zero);
    }

    [Test]
    public void Hasten_WhileALoadIsInFlight_IsHeardAfterIt()
    {
        _timer.Hasten();
        _timer.Arm(Interval, mayHasten: true);
        _time.Advance(Soon);
        _timer.Arm(Interval, mayHasten: true);
        _time.Advance(Soon);

        Assert.That(_polls, Is.EqualTo(1), "and once");
    }

    [Test]
    public void Hasten_LaterThanTheNextPoll_ChangesNothing()
    {
        _timer.Arm(Soon / 2, mayHasten: true);
        _timer.Hasten();
        _time.Advance(Soon / 2);

        Assert.That(_polls, Is.EqualTo(1));
    }

    [Test]
    public void Arm_AfterDispose_DoesNothing()
    {
        _timer.Dispose();
        _timer.Arm(Soon, mayHasten: true);
        _time.Advance(Interval);

        Assert.That(_polls, Is.Zero);
        Assert.That(_time.ArmedTimers, Is.Zero);
    }
}
