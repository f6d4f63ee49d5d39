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
        _timer = new PollTimer(_time, () => _polls++);
    }

    [TearDown]
    public void TearDown() => _timer.Dispose();

    [Test]
    public void Hasten_ManyTimes_OnePollAndNotPutOff()
    {
        _timer.Arm(Interval, mayHasten: true);
        for (var wish = 0; wish < 10; wish++)
        {
            _timer.Hasten(Soon);
            _time.Advance(Soon / 10);
        }

        Assert.That(_polls, Is.EqualTo(1));
    }

    [Test]
    public void Hasten_WhileBackingOff_IsNotHeard()
    {
        _timer.Arm(Interval, mayHasten: false);
        _timer.Hasten(Soon);
        _time.Advance(Soon);

        Assert.That(_polls, Is.Zero);
    }

    [Test]
    public void Hasten_WhileALoadIsInFlight_IsHeardAfterIt()
    {
        _timer.Hasten(Soon);
        _timer.Arm(Interval, mayHasten: true);
        _time.Advance(Soon);
        _timer.Arm(Interval, mayHasten: true);
        _time.Advance(Soon);

        Assert.That(_polls, Is.EqualTo(1), "and once");
    }

    [Test]
    public void Hasten_LaterThanTheNextPoll_ChangesNothing()
    {
        _timer.Arm(Soon, mayHasten: true);
        _timer.Hasten(Interval);
        _time.Advance(Soon);

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
