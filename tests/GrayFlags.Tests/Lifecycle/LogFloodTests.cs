using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>A source that is down for a day: the log tells of it, and does not fill up.</summary>
[Fault("B2")]
internal sealed class LogFloodTests
{
    private const string On = """{ "flags": { "f": true } }""";
    private const int Hours = 24;
    private const int Polls = Hours * 120;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    [Test]
    public void Source_DownForADayForOneReason_IsOneLineAndOneForItsReturn() =>
        Assert.That(Day(_ => LoadResult.Unavailable("refused")).Select(entry => entry.EventId.Id), Is.EqualTo(new[] { 113, 115 }));

    [Test]
    public void Source_DownForADayForReasonsThatAlternate_IsAtMostOneLineAnHour()
    {
        var lines = Day(poll => LoadResult.Unavailable(poll % 2 == 0 ? "refused" : "timed out"));

        Assert.That(lines, Has.Count.InRange(Hours, Hours + 2), "each hour, and no more");
        Assert.That(lines.Select(entry => entry.Message), Has.Some.Contains("refused"));
    }

    [Test]
    public void Source_ThrowsForADayWhatAlternates_IsAtMostOneLineAnHourAndOneForEachType()
    {
        var lines = Day(poll => throw (poll % 2 == 0 ? new IOException() : new TimeoutException()));

        Assert.That(lines.Count(entry => entry.EventId.Id == 118), Is.EqualTo(2));
        Assert.That(lines, Has.Count.InRange(Hours, Hours + 4));
    }

    // The lines after the start, up to the return of the source.
    private static List<LogEntry> Day(Func<int, LoadResult> outcome)
    {
        var clock = new ManualTimeProvider();
        using var log = new RecordingLoggerFactory();
        var provider = new ScriptedProvider().ThenJson(On);
        for (var poll = 0; poll < Polls; poll++)
        {
            var number = poll;
            provider.Then(() => new ValueTask<LoadResult>(outcome(number)));
        }

        provider.ThenJson(On);
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<ILoggerFactory>(log);
            builder.AddProvider(provider);
        });
        var atStart = log.Entries.Count;
        for (var poll = 0; poll <= Polls; poll++)
        {
            clock.Advance(Interval);
            provider.Fire();
        }

        Assert.That(provider.Loads, Is.EqualTo(Polls + 2), "every poll was met");
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        return [.. log.Entries.Skip(atStart)];
    }
}
