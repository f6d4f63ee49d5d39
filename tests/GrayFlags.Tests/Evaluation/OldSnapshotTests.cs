using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>A snapshot that a singleton captured stands still for ever: the log says so, once.</summary>
internal sealed class OldSnapshotTests
{
    private const int SnapshotIsOld = 105;
    private const int Calls = 16;

    private ManualTimeProvider _clock = null!;
    private RecordingLoggerFactory _logs = null!;
    private GrayEvaluator _flags = null!;

    [SetUp]
    public void Start()
    {
        _clock = new ManualTimeProvider(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        _logs = new RecordingLoggerFactory();
        _flags = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }""")), _clock, _logs);
    }

    [TearDown]
    public void Stop()
    {
        _flags.Dispose();
        _logs.Dispose();
    }

    [Test]
    public void Snapshot_AskedAfterAnHour_IsReportedOnce()
    {
        var captured = _flags.CreateSnapshot();
        var another = _flags.CreateSnapshot();
        _clock.Advance(TimeSpan.FromMinutes(61));

        Ask(captured, 3 * Calls);
        Ask(another, 3 * Calls);

        Assert.That(
            _logs.Entries.Single(entry => entry.EventId.Id == SnapshotIsOld).Message,
            Does.StartWith("A snapshot of 12/01/2026 00:00:00 +00:00 is asked after more than an hour: its rules and its clock stand still."));
    }

    [Test]
    public void Snapshot_OfARequest_IsNotReported()
    {
        var snapshot = _flags.CreateSnapshot();
        _clock.Advance(TimeSpan.FromMinutes(59));

        Ask(snapshot, 3 * Calls);

        Assert.That(_logs.Entries.Select(entry => entry.EventId.Id), Has.None.EqualTo(SnapshotIsOld));
    }

    [Test]
    public void Snapshot_AsOfAnInstant_MayBeKept()
    {
        var snapshot = _flags.CreateSnapshot(_clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromDays(1));

        Ask(snapshot, 3 * Calls);

        Assert.That(_logs.Entries.Select(entry => entry.EventId.Id), Has.None.EqualTo(SnapshotIsOld));
    }

    private static void Ask(IGrayEvaluatorSnapshot snapshot, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            Assert.That(snapshot.IsEnabled("f"), Is.True);
        }
    }
}
