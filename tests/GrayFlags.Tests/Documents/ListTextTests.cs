using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Providers;
using GrayFlags.Tests.Providers.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>The punctuation of Chinese and Japanese keyboards, where lists and percentages are written as text.</summary>
[Fault("R10")]
internal sealed class ListTextTests
{
    [TestCase("ana,bo")]
    [TestCase("ana，bo")]
    [TestCase("ana、bo")]
    [TestCase("ana；bo")]
    [TestCase("　ana ，， bo、")]
    public void List_InAnyPunctuation_IsThatList(string text)
    {
        var json =
            Samples.Read($$"""{ "off": "{{text}}", "segments": { "s": { "users": "{{text}}", "when": { "plan": { "in": "{{text}}" } } } } }""").Document!;
        var configuration = ConfigurationLoads.Layers($$"""{ "off": "{{text}}", "segments": { "s": { "users": "{{text}}" } } }""").Document();

        Assert.Multiple(() =>
        {
            Assert.That(json.Segments["s"].Users, Is.EqualTo(new[] { "ana", "bo" }));
            Assert.That(json.Segments["s"].When!["plan"].In, Is.EqualTo(new[] { "ana", "bo" }));
            Assert.That(json.Off, Is.EqualTo(new[] { "ana", "bo" }));
            Assert.That(configuration.Off, Is.EqualTo(new[] { "ana", "bo" }));
            Assert.That(configuration.Segments["s"].Users, Is.EqualTo(new[] { "ana", "bo" }));
        });
    }

    // Entries of a list keep every character, and so do ASCII semicolons, which ids may have.
    [Test]
    public void Entries_ThatStandAlone_AreKept() =>
        Assert.That(
            Samples.Read("""{ "segments": { "s": { "users": ["a，b", "c"] }, "t": { "users": "a;b" } } }""").Document!.Segments.Values
                .SelectMany(segment => segment.Users!),
            Is.EqualTo(new[] { "a，b", "c", "a;b" }));

    [TestCase("25")]
    [TestCase("25%")]
    [TestCase("25％")]
    [TestCase("25 ％")]
    public void Percentage_OfConfiguration_MayHaveItsSign(string text)
    {
        var document =
            Samples.ReadConfiguration($$"""{ "flags": { "f": { "rules": { "r": { "percentage": { "of": "{{text}}", "salt": "s" } } } } } }""").Document!;

        Assert.That(document.Flags["f"].Rules!["r"].Percentage!.Of, Is.EqualTo(25m));
    }

    // JSON has numbers.
    [Test]
    public void Percentage_OfJson_IsANumber([Values("25%", "25％", "a quarter")] string text)
    {
        var problem = Samples.Read($$"""{ "flags": { "f": { "rules": { "r": { "percentage": "{{text}}" } } } } }""").Problems.Single();

        Assert.That(
            (problem.Path, problem.Message),
            Is.EqualTo(("flags.f.rules.r.percentage", $"'{text}' is not a percentage; a number from 0 to 100 with up to three decimals is allowed")));
    }

    // What nobody can read, a document may not have.
    [TestCase("{ \"gt\": \"１００\" }", ".gt")]
    [TestCase("{ \"gt\": \"1,000\" }", ".gt")]
    [TestCase("{ \"lte\": \"NaN\" }", ".lte")]
    [TestCase("{ \"after\": \"2026-12-01T00:00:00\" }", ".after")]
    [TestCase("{ \"gte\": \"12/01/2026 00:00:00 +00:00\" }", ".gte")]
    [TestCase("{ \"gte\": \"2016-12-31T23:59:60Z\" }", ".gte")]
    [TestCase("{ \"before\": \"2016-12-31T23:59:60Z\" }", ".before")]
    [TestCase("{ \"semver\": \"[1.0,2.0)\" }", ".semver")]
    [TestCase("{ \"semver\": \"1.2,1.3\" }", ".semver")]
    [TestCase("{ \"cidr\": \"10.0.0.0/8:80\" }", ".cidr")]
    [TestCase("{ \"cidr\": \"[::1]:443\" }", ".cidr")]
    [TestCase("{ \"cidr\": \"10.0.0.*\" }", ".cidr")]
    public void Operand_ThatNobodyCanRead_IsRefusedWithItsPath(string asked, string path)
    {
        var exception = Assert.Throws<GrayDocumentException>(
            () => TestEvaluator.Create($$"""{ "flags": { "f": { "rules": { "r": { "when": { "a": {{asked}} } } } } } }""").Dispose())!;

        Assert.That(exception.Problems.Single().Path, Is.EqualTo("flags.f.rules.r.when.a" + path));
    }
}
