using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers;

/// <summary>A document that a program sets: a bad one is an exception, unless the program wants to see what happens then.</summary>
internal sealed class InMemoryRuleProviderTests
{
    private const string On = """{ "flags": { "f": true } }""";
    private const string Misspelt = """{ "flags": { "f": { "rules": { "r": { "user": ["ana"] } } } } }""";
    private const string UnknownSegment = """{ "flags": { "f": { "rules": { "r": { "segments": ["ghost"] } } } } }""";

    [TestCase(Misspelt, "flags.f.rules.r.user: 'user' is not a field here; did you mean 'users'?")]
    [TestCase(UnknownSegment, "flags.f.rules.r.segments: there is no segment 'ghost'")]
    [TestCase("no document", "not expected here")]
    public void SetJson_BadDocument_ThrowsAndChangesNothing(string json, string message)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        Assert.That(() => provider.SetJson(json), Throws.TypeOf<GrayDocumentException>().With.Message.Contains(message));

        Assert.That(flags.IsEnabled("f"), Is.True);
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(flags.Status.Problems, Is.Empty);
    }

    [Test]
    public void SetJson_BadDocument_NamesTheProvider()
    {
        Assert.That(
            () => new InMemoryRuleProvider().SetJson(Misspelt),
            Throws.TypeOf<GrayDocumentException>().With.Message.Contains("memory(1): flags.f.rules.r.user"));
    }

    [Test]
    public void SetJson_DocumentThatTakesAwayWhatAnotherNeeds_ThrowsAndTheNextGoodOneServes()
    {
        var segments = new InMemoryRuleProvider(FlagDocument.Parse("""{ "segments": { "ghost": { "users": ["ana"] } } }"""));
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(UnknownSegment));
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(segments).AddProvider(provider));

        Assert.That(() => segments.SetJson("{}"), Throws.TypeOf<GrayDocumentException>().With.Message.Contains("there is no segment 'ghost'"));
        Assert.That(flags.IsEnabled("f", new GrayContext("ana")), Is.True);
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));

        segments.SetJson("""{ "segments": { "ghost": { "users": ["bo"] } } }""");
        Assert.That(flags.IsEnabled("f", new GrayContext("ana")), Is.False);
        Assert.That(flags.IsEnabled("f", new GrayContext("bo")), Is.True);
    }

    [Test]
    public void SetJson_KillSwitchOfARefusedDocument_IsTakenBack()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        Assert.That(
            () => provider.SetJson("""{ "off": ["f"], "flags": { "f": { "rules": { "r": { "segments": ["ghost"] } } } } }"""),
            Throws.TypeOf<GrayDocumentException>());

        Assert.That(flags.IsEnabled("f"), Is.True);
    }

    [TestCase(Misspelt)]
    [TestCase(UnknownSegment)]
    public void TrySetJson_BadDocument_IsRefusedInTheStatusAndTheLastGoodServes(string json)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        Assert.That(provider.TrySetJson(json), Is.False);

        Assert.That(flags.IsEnabled("f"), Is.True);
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
        Assert.That(flags.Status.Problems.Count(), Is.EqualTo(1));
    }

    [Test]
    public void TrySetJson_GoodDocument_IsLive()
    {
        var provider = new InMemoryRuleProvider();
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        Assert.That(provider.TrySetJson(On), Is.True);

        Assert.That(flags.IsEnabled("f"), Is.True);
    }
}
