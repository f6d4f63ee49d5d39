using System.Text;
using GrayFlags.Documents;
using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>An older document that is ignored stays within reach, until another one serves.</summary>
[Fault("R12")]
internal sealed class DocumentMemoryTests
{
    private DocumentMemory _memory = null!;

    [SetUp]
    public void SetUp() => _memory = new DocumentMemory("flags", new HttpRuleProviderOptions(), new ManualTimeProvider());

    [Test]
    public void Older_IsOnOfferWithEveryLoadUntilItServes()
    {
        Take(5).Serving!();
        var ignored = Take(4);
        Assert.That(ignored.Document!.Version, Is.EqualTo(5), "what serves goes on serving");
        Assert.That(ignored.OlderOnOffer!.Document!.Version, Is.EqualTo(4));
        Assert.That(_memory.Unavailable("away").OlderOnOffer!.Document!.Version, Is.EqualTo(4));
        Assert.That(_memory.NotModified(_memory.Applied!).OlderOnOffer!.Document!.Version, Is.EqualTo(4));

        ignored.OlderOnOffer.Serving!();

        Assert.That(_memory.Applied!.Document.Version, Is.EqualTo(4), "requests are conditional on it");
        Assert.That(Take(4).OlderOnOffer, Is.Null);
        Assert.That(Take(4).Warnings, Is.Empty);
        Assert.That(Take(3).OlderOnOffer!.Document!.Version, Is.EqualTo(3), "it is what the next are measured by");
    }

    [Test]
    public void Older_OfferIsForgottenWhenANewerOneServes()
    {
        Take(5).Serving!();
        Take(4);
        var newer = Take(6);
        Assert.That(newer.OlderOnOffer, Is.Not.Null, "the newer one may be refused yet");

        newer.Serving!();

        Assert.That(Take(6).OlderOnOffer, Is.Null);
    }

    [Test]
    public void OlderReason_OfWhatAnEarlierRunSaved()
    {
        var saved = FlagDocument.Parse("""{ "version": 5, "flags": {} }""");

        Assert.That(Take(4).OlderReason(saved, DateTimeOffset.UnixEpoch), Does.StartWith("version 4, older than 5"));
        Assert.That(Take(5).OlderReason(saved, DateTimeOffset.UnixEpoch), Is.Null);
        Assert.That(ScriptedLoad(4).OlderReason(saved, DateTimeOffset.UnixEpoch), Is.Null, "other providers refuse none");
    }

    private static LoadResult ScriptedLoad(long version) => LoadResult.FromJson(Json(version));

    private static byte[] Json(long version) => Encoding.UTF8.GetBytes($$"""{ "version": {{version}}, "flags": { "f": true } }""");

    private LoadResult Take(long version) => _memory.Take(Json(version), new Validators($"\"{version}\"", null));
}
