using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>A fleet of a thousand clients that all start at the same moment.</summary>
internal sealed class PollScheduleTests
{
    private const int Clients = 1000;
    private const int IntervalSeconds = 30;
    private const double Mean = (double)Clients / IntervalSeconds;

    [Test, Fault("H11")]
    public void Fleet_StartedTogether_IsSpreadFromTheFirstIntervalOn()
    {
        var fleet = new Fleet();

        var perSecond = fleet.Run(TimeSpan.FromMinutes(10));

        Assert.That(perSecond.Max(), Is.LessThanOrEqualTo(3 * Mean));
        Assert.That(perSecond.Take(2 * IntervalSeconds).Max(), Is.LessThanOrEqualTo(2 * Mean), "by the jitter alone, the first intervals would just miss this");
        Assert.That(perSecond.Average(), Is.EqualTo(Mean).Within(Mean * 0.1));
    }

    // An outage of a few seconds gathers those that it met; a long one sets all of them to their longest wait.
    [TestCase(5), TestCase(20), TestCase(60), TestCase(300), TestCase(3600), Fault("H11")]
    public void Fleet_AfterAnOutage_ComesBackSpread(int seconds)
    {
        var fleet = new Fleet();
        fleet.Run(TimeSpan.FromMinutes(2));
        fleet.Outcome = PollOutcome.Failed;
        fleet.Run(TimeSpan.FromSeconds(seconds));
        fleet.Outcome = PollOutcome.Answered;

        var perSecond = fleet.Run(TimeSpan.FromMinutes(10));

        Assert.That(perSecond.Max(), Is.LessThanOrEqualTo(3 * Mean));
        Assert.That(perSecond.TakeLast(120).Average(), Is.EqualTo(Mean).Within(Mean * 0.1), "all are back");
    }

    [Test, Fault("H11")]
    public void Fleet_ToldToRetryAfterTheSameTime_ComesBackSpread()
    {
        var fleet = new Fleet();
        fleet.Run(TimeSpan.FromMinutes(2));
        fleet.Outcome = PollOutcome.Failed;
        fleet.RetryAfter = TimeSpan.FromMinutes(2);
        fleet.Run(TimeSpan.FromMinutes(2));
        fleet.Outcome = PollOutcome.Answered;

        Assert.That(fleet.Run(TimeSpan.FromMinutes(10)).Max(), Is.LessThanOrEqualTo(3 * Mean));
    }

    [Test]
    public void Next_SameSeed_SameWaits()
    {
        var waits = Waits(7);

        Assert.That(Waits(7), Is.EqualTo(waits));
        Assert.That(Waits(8), Is.Not.EqualTo(waits));

        static TimeSpan[] Waits(ulong seed)
        {
            var schedule = new PollSchedule(new HttpRuleProviderOptions(), new Jitter(seed));
            return [.. Enumerable.Range(0, 10).Select(poll => schedule.Next(poll % 2 == 0 ? PollOutcome.Answered : PollOutcome.Failed))];
        }
    }

    [Test]
    public void Next_NoSpread_IsTheIntervalAfterTheFirst()
    {
        var schedule = new PollSchedule(new HttpRuleProviderOptions { Jitter = 0 }, new Jitter(1));
        schedule.Next(PollOutcome.Answered);

        Assert.That(schedule.Next(PollOutcome.Answered), Is.EqualTo(TimeSpan.FromSeconds(IntervalSeconds)));
    }

    // The first outputs of the reference implementation for the seed 1234567 (prng.di.unimi.it/splitmix64.c).
    [Test]
    public void Jitter_IsSplitMix64()
    {
        var jitter = new Jitter(1234567);

        Assert.That(jitter.Next(), Is.EqualTo((6457827717110365317UL >> 11) * (1.0 / (1L << 53))));
        Assert.That(jitter.Next(), Is.EqualTo((3203168211198807973UL >> 11) * (1.0 / (1L << 53))));
    }

    private sealed class Fleet
    {
        private readonly ManualTimeProvider _time = new();
        private readonly List<long> _polls = [];

        public Fleet()
        {
            for (var client = 0; client < Clients; client++)
            {
                var schedule = new PollSchedule(new HttpRuleProviderOptions(), new Jitter((ulong)client));
                PollTimer timer = null!;
                timer = new PollTimer(_time, new Jitter((ulong)client), () =>
                {
                    _polls.Add(_time.GetTimestamp());
                    timer.Arm(schedule.Next(Outcome, RetryAfter), mayHasten: true);
                });
                timer.Arm(schedule.Next(PollOutcome.Answered), mayHasten: true);
            }
        }

        public PollOutcome Outcome { get; set; } = PollOutcome.Answered;

        public TimeSpan? RetryAfter { get; set; }

        public int[] Run(TimeSpan time)
        {
            _polls.Clear();
            var start = _time.GetTimestamp();
            _time.Advance(time);
            var perSecond = new int[(int)time.TotalSeconds];
            foreach (var poll in _polls)
            {
                perSecond[Math.Min((poll - start) / TimeSpan.TicksPerSecond, perSecond.Length - 1)]++;
            }

            return perSecond;
        }
    }
}
