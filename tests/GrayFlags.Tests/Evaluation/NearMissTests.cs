using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Ids, attributes and flags that nearly are what a document has: <c>Explain</c> and the log name the other one.</summary>
internal sealed class NearMissTests
{
    private const string Json = """
        { "flags": {
            "new-checkout": { "rules": {
                "staff": { "users": ["ana", "bo"] },
                "adults": { "when": { "age": { "gte": 18 } } },
                "tenants": { "percentage": { "of": 50, "by": "tenant" } } } } } }
        """;

    [TestCase("Ana", "users: one of 2 users; user 'Ana' ('ana' is in the list: ids are case-sensitive)")]
    [TestCase("cy", "users: one of 2 users; user 'cy'")]
    [TestCase("ana", "users: one of 2 users; user 'ana'")]
    [TestCase(null, "users: one of 2 users; user none")]
    public void Users_ThatDifferInCase_AreNamed(string? user, string line)
    {
        using var flags = TestEvaluator.Create(Json);

        Assert.That(Lines(flags.Explain("new-checkout", new GrayContext(user))), Has.Some.EndsWith("] " + line));
    }

    [Test]
    public void Users_OfALongList_AreNamed()
    {
        var users = string.Join(", ", Enumerable.Range(0, 5_000).Select(number => $"\"user-{number}\""));
        using var flags = TestEvaluator.Create($$"""{ "flags": { "f": { "rules": { "r": { "users": [{{users}}] } } } } }""");

        Assert.That(Lines(flags.Explain("f", new GrayContext("USER-4711"))), Has.Some.Contains("('user-4711' is in the list: ids are case-sensitive)"));
    }

    [Test]
    public void Attributes_ThatDifferInCase_AreNamed()
    {
        using var flags = TestEvaluator.Create(Json);
        var context = new GrayContext { ["Age"] = 30, ["TENANT"] = "acme" };

        var lines = Lines(flags.Explain("new-checkout", context));

        Assert.That(lines, Has.Some.EndsWith("[ ] when.age: gte '18'; missing ('Age' is given: names of attributes are case-sensitive)")
            .Or.Some.EndsWith("[ ] when.age: gte 18; missing ('Age' is given: names of attributes are case-sensitive)"));
        Assert.That(lines, Has.Some.Contains("the context has no attribute 'tenant' ('TENANT' is given: names of attributes are case-sensitive), and nobody"));
    }

    [Test]
    public void Attributes_ThatAreThere_HaveNoHint()
    {
        using var flags = TestEvaluator.Create(Json);

        var lines = Lines(flags.Explain("new-checkout", new GrayContext { ["Age"] = 30, ["age"] = 12 }));

        Assert.That(lines, Has.None.Contains("'Age' is given"));
    }

    [TestCase("new_checkout", " Did you mean 'new-checkout'?")]
    [TestCase("something-else", "")]
    public void UnknownFlag_IsLoggedAndExplainedWithTheNearName(string asked, string hint)
    {
        using var logs = new RecordingLoggerFactory();
        using var flags = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), log: logs);

        Assert.That(flags.IsEnabled(asked), Is.False);

        Assert.That(flags.Explain(asked).Summary, Is.EqualTo("No document defines this flag." + hint));
        Assert.That(
            logs.Entries.Single(entry => entry.EventId.Id == 100).Message,
            Does.StartWith($"Flag '{asked}' is asked for, but no document defines it: it is off.").And.EndsWith("flags since the last." + hint));
    }

    [Test]
    public void UnknownFlag_ThatThrows_HasTheNearName()
    {
        using var flags = TestEvaluator.Create(
            new InMemoryRuleProvider(FlagDocument.Parse(Json)), options: options => options.ThrowOnUnknownFlag = true);

        Assert.That(
            () => flags.IsEnabled("new_checkout"),
            Throws.TypeOf<UnknownFlagException>().With.Message.StartsWith("No document defines the flag 'new_checkout'. Did you mean 'new-checkout'? Where"));
    }

    private static string[] Lines(GrayExplanation explanation) => explanation.ToString().Split('\n');
}
