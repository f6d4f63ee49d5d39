using GrayFlags.Documents;
using GrayFlags.Snapshots;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>The lines about sources.</summary>
public sealed class StatusLogTests
{
    // Each start of an app with two documents has a moment in which one of them is being compiled.
    [TestCase(null)]
    [TestCase("2026-12-01T00:00:00Z")]
    public void DocumentThatIsBeingCompiled_IsNotCalledRefused_NorRecoveredAfterwards(string? changedAt)
    {
        var logger = new RecordingLogger();
        var log = new StatusLog(logger);
        DateTimeOffset? at = changedAt is null ? null : DateTimeOffset.Parse(changedAt, System.Globalization.CultureInfo.InvariantCulture);

        log.Write(Of(ProviderState.Loading, at), Of(ProviderState.Waiting, at));
        log.Write(Of(ProviderState.Waiting, at), Of(ProviderState.Current, DateTimeOffset.UnixEpoch));
        Assert.That(logger.Entries, Is.Empty);

        log.Write(Of(ProviderState.Loading, at), Of(ProviderState.Waiting, at, new DocumentProblem { Path = "flags.x", Message = "it is odd" }));
        Assert.That(logger.Entries.Single().EventId.Id, Is.EqualTo(changedAt is null ? 112 : 111));
    }

    private static GrayFlagsStatus Of(ProviderState state, DateTimeOffset? changedAt, params DocumentProblem[] problems) => new()
    {
        State = GrayFlagsState.Ready,
        AsOf = DateTimeOffset.UnixEpoch,
        Providers = [new ProviderStatus { Name = "store:shop", State = state, ChangedAt = changedAt, Problems = problems }],
    };
}
