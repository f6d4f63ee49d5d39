using GrayFlags.AspNetCore.Ofrep;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>What fails while changes are followed costs a pause, and not the events of the process.</summary>
[Fault("R13")]
public sealed class ChangesTests
{
    [Test]
    public async Task Follower_ThatFails_FollowsAgain_AndSaysSoOnce()
    {
        var clock = new ManualTimeProvider();
        using var log = new RecordingLoggerFactory();
        using var end = new CancellationTokenSource();
        var monitor = new FailingMonitor(failures: 3);
        var changes = new OfrepChanges(FlagSelection.ClientSide, monitor, new OfrepIds(null), clock, log.CreateLogger("any"), end.Token);

        Assert.That(changes.Latest.Fingerprint, Is.EqualTo("0"));
        for (var left = 300; changes.Latest.Fingerprint == "0"; left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            clock.Advance(OfrepChanges.Beat);
            await Task.Delay(10);
        }

        Assert.That(changes.Latest.Fingerprint, Is.EqualTo("1"));
        Assert.That(changes.Latest.ChangedAt, Is.GreaterThan(DateTimeOffset.UnixEpoch));
        Assert.That(monitor.Asked, Is.GreaterThanOrEqualTo(4));
        Assert.That(log.Entries.Count(entry => entry.EventId.Id == 512), Is.EqualTo(1));
        await end.CancelAsync();
    }

    /// <summary>Fails some times, then tells of one change, and of none after it.</summary>
    private sealed class FailingMonitor(int failures) : IGrayFlagsMonitor
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public GrayFlagsStatus Status => throw new NotSupportedException();

        public IReadOnlyList<FlagSummary> GetFlags() => throw new NotSupportedException();

        public IDisposable OnChange(Action<GrayFlagsStatus> handler) => throw new NotSupportedException();

        public string FingerprintOf(FlagSelection flags) => "0";

        public async Task<string> WaitForChangeAsync(FlagSelection flags, string fingerprint, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var asked = Interlocked.Increment(ref _asked);
            if (asked <= failures)
            {
                throw new InvalidOperationException($"The answer to question {asked}.");
            }

            if (asked > failures + 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return "1";
        }

        public Task<bool> WaitForReadyAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
