using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>Words of operators go into a line of the log, and stay in that line, also to the eye.</summary>
public sealed class AuditLineTests
{
    private const string By = "eve\u202Ebob";
    private const string Reason = "fixed\nAudit: ann turned it on\u2028\u2066x";

    [Test]
    public async Task PinsAndSwitches_AreOneLineEach()
    {
        var log = new RecordingLoggerFactory();
        var rules = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }"""));
        using var flags = TestEvaluator.Create(rules, log: log);
        await flags.TurnOffAsync("f", By, Reason);
        await flags.TurnOnAsync("f", By, Reason);
        await flags.PinAsync(flags.Status.Version, By, Reason);
        await flags.UnpinAsync(By, Reason);

        AssertAreSafe(log, 4);
    }

    [Test]
    public async Task SwitchesOfAFleet_AreOneLineEach()
    {
        var (clock, log, store) = (new ManualTimeProvider(), new RecordingLoggerFactory(), new InMemoryDocumentStore());
        using var one = Create(store, clock, null);
        using var other = Create(store, clock, log);
        await one.TurnOffAsync("f", By, Reason);
        Assert.That(SpinWait.SpinUntil(() => Follows(other, clock, 1), TimeSpan.FromSeconds(60)), Is.True);
        await one.TurnOnAsync("f", By, Reason);
        Assert.That(SpinWait.SpinUntil(() => Follows(other, clock, 0), TimeSpan.FromSeconds(60)), Is.True);

        AssertAreSafe(log, 2);
    }

    private static bool Follows(GrayEvaluator flags, ManualTimeProvider clock, int off)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return flags.TurnedOff.Count == off;
    }

    private static GrayEvaluator Create(InMemoryDocumentStore store, ManualTimeProvider clock, RecordingLoggerFactory? log) => TestEvaluator.Create(
        new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }""")), clock, log,
        builder: builder => builder.AddDocumentStore(store).AddStoredDocument("shop"));

    private static void AssertAreSafe(RecordingLoggerFactory log, int count)
    {
        var lines = log.Entries.Select(static entry => entry.Message).Where(static line => line.StartsWith("Audit: ", StringComparison.Ordinal)).ToList();

        Assert.That(lines, Has.Count.EqualTo(count).And.All.Contains("eve").And.All.Contains("fixed"));
        Assert.That(lines.SelectMany(static line => line).Where(static each => CharUnicodeInfo.GetUnicodeCategory(each)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator), Is.Empty);
    }
}
