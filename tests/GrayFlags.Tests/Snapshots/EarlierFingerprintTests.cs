using System.Security.Cryptography;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>State that a build saved whose fingerprints were the start of a SHA-256: the pin and what is off survive the change of the hash.</summary>
internal sealed class EarlierFingerprintTests
{
    private const string One = """{ "version": 1, "flags": { "x": true, "y": true } }""";
    private const string Two = """{ "version": 2, "flags": { "x": false, "y": false } }""";

    [Test]
    public async Task PinAndOff_OfAnEarlierBuild_Hold()
    {
        using var rig = new RestartRig();
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(One), "source");
        var evaluator = rig.Start(provider);
        var version = evaluator.Status.Version;
        await evaluator.PinAsync(version, "ann", "the sale");
        await evaluator.TurnOffAsync("y", "ann", "it melts");
        rig.Stop();
        var changed = UseEarlierFingerprints(rig.StateDirectory);

        provider.SetJson(Two);
        evaluator = rig.Start(provider);

        Assert.That(changed, Is.GreaterThanOrEqualTo(3), "the document, the version and the pinned version");
        Assert.That((evaluator.Pin?.Version, evaluator.Status.Version), Is.EqualTo((version, version)));
        Assert.That((evaluator.IsEnabled("x"), evaluator.IsEnabled("y")), Is.EqualTo((true, false)));
        Assert.That(evaluator.TurnedOff.Single().Flag, Is.EqualTo("y"));
        await evaluator.UnpinAsync("ann", "over");
        await evaluator.TurnOnAsync("y", "ann", "mended");
        Assert.That((evaluator.IsEnabled("x"), evaluator.Status.Version), Is.EqualTo((false, evaluator.Versions[0].Version)));
    }

    private static int UseEarlierFingerprints(string directory)
    {
        var folder = new StateFolder(directory, NullLogger.Instance);
        var changed = 0;
        foreach (var prefix in new[] { "document/", "version/", "pinned/", "copy/" })
        {
            foreach (var entry in folder.List(prefix).Where(entry => entry.Header.Fingerprint is not null).ToList())
            {
                Assert.That(folder.TryRead(entry.Name, 1 << 20, out var file, out _), Is.True);
                var earlier = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(entry.Header.Fingerprint!)))[..12].ToLowerInvariant();
                Assert.That(folder.TryWrite(entry.Name, file!.Header with { Fingerprint = earlier }, file.Payload.Span), Is.True);
                changed++;
            }
        }

        return changed;
    }
}
