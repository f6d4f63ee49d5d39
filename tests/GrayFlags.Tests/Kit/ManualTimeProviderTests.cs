using NUnit.Framework;

namespace GrayFlags.Tests.Kit;

/// <summary>A clock that is wrong would make every test on top of it worthless.</summary>
public sealed class ManualTimeProviderTests
{
    private ManualTimeProvider _time = new();
    private List<string> _fired = [];

    [SetUp]
    public void SetUp()
    {
        _time = new ManualTimeProvider();
        _fired = [];
    }

    [Test]
    public void Advance_SeveralDue_FireInOrderAtTheirOwnTime()
    {
        var start = _time.GetTimestamp();
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var twin = Timer("twin", 3);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(_fired, Is.EqualTo(new[] { "early 1", "late 3", "twin 3" }));
        Assert.That(_time.GetElapsedTime(start), Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(_time.ArmedTimers, Is.Zero);

        ITimer Timer(string name, int seconds) =>
            _time.CreateTimer(
                _ => _fired.Add($"{name} {_time.GetElapsedTime(start).TotalSeconds}"), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }

    [Test]
    public void Advance_TimerRearmsItself_FiresAgainOnTheWay()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(_ => Fire(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(3.5));

        Assert.That(_fired, Has.Count.EqualTo(3));
        timer.Dispose();

        void Fire()
        {
            _fired.Add("tick");
            timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    [TestCase(1, 3, TestName = "Advance_Periodic_FiresEachPeriod")]
    [TestCase(0, 1, TestName = "Advance_PeriodZero_FiresOnce")]
    public void Period(int seconds, int expected)
    {
        using var timer = _time.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds));

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.That(_fired, Has.Count.EqualTo(expected));
    }

    [Test]
    public void Suspend_PeriodicTimer_FiresOnceAndDoesNotCatchUp()
    {
        using var timer = _time.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _time.Suspend(TimeSpan.FromHours(8));

        Assert.That(_fired, Has.Count.EqualTo(1));
    }

    [Test]
    public void SetUtc_Jump_MovesNoTimestampAndFiresNothing()
    {
        var start = _time.GetTimestamp();
        using var timer = _time.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.SetUtc(DateTimeOffset.UnixEpoch);
        _time.Advance(TimeSpan.FromMilliseconds(999));

        Assert.That(_fired, Is.Empty);
        Assert.That(_time.GetTimestamp() - start, Is.EqualTo(TimeSpan.FromMilliseconds(999).Ticks));
        Assert.That(_time.GetUtcNow(), Is.EqualTo(DateTimeOffset.UnixEpoch.AddMilliseconds(999)));
    }

    [Test]
    public void Dispose_ArmedTimer_NeverFiresAndCannotBeChanged()
    {
        var timer = _time.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(_fired, Is.Empty);
        Assert.That(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), Is.False);
        Assert.That(_time.ArmedTimers, Is.Zero);
    }

    [Test]
    public void Change_InfiniteDueTime_DisarmsUntilChangedAgain()
    {
        using var timer = _time.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(_fired, Is.Empty);

        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.Zero);

        Assert.That(_fired, Has.Count.EqualTo(1));
    }
}
