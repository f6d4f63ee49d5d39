using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary><c>newerThan</c> and <c>olderThan</c>, after the README: less than so long ago, or to come; so long ago or longer.</summary>
public sealed class AgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 8, 12, 0, 0, TimeSpan.Zero);

    // The boundary is a week ago to the tick; a text is read as before and after read it.
    [TestCase("2026-12-01T12:00:00.0000001Z", true, false)]
    [TestCase("2026-12-01T12:00:00Z", false, true)]
    [TestCase("2026-12-01T20:00:00+08:00", false, true)]
    [TestCase("2026-12-01T20:00:01+08:00", true, false)]
    [TestCase("0001-01-01T00:00:00Z", false, true)]
    [TestCase("9999-12-31T23:59:59Z", true, false)]
    [TestCase("2026-12-01T12:00:00", false, false)]
    [TestCase("recently", false, false)]
    [TestCase(null, false, false)]
    public void Instant_IsOneOfTheTwo(string? signedUp, bool isNewer, bool isOlder)
    {
        var context = new GrayContext("u") { ["signedUp"] = signedUp };

        Assert.That((Holds("newerThan", context), Holds("olderThan", context)), Is.EqualTo((isNewer, isOlder)));
    }

    [Test]
    public void Value_OfDateTimeOffset_IsReadAsItIs()
    {
        Assert.That(Holds("newerThan", new GrayContext { ["signedUp"] = Now.AddDays(-7).AddTicks(1) }), Is.True);
        Assert.That(Holds("newerThan", new GrayContext { ["signedUp"] = Now.AddDays(-7) }), Is.False);
    }

    // No answer is kept: the same context asks again later.
    [Test]
    public void Answer_MovesWithTheClock()
    {
        var clock = new ManualTimeProvider(Now);
        using var evaluator = TestEvaluator.Create(Document("newerThan"), clock);
        var context = new GrayContext("u") { ["signedUp"] = Now };

        Assert.That(evaluator.IsEnabled("f", context), Is.True);

        clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromTicks(1));
        Assert.That(evaluator.IsEnabled("f", context), Is.True);

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(evaluator.IsEnabled("f", context), Is.False);
    }

    [Test]
    public void Explanation_ShowsNow()
    {
        using var evaluator = TestEvaluator.Create(Document("newerThan"), new ManualTimeProvider(Now));

        var explained = evaluator.Explain("f", new GrayContext("u") { ["signedUp"] = Now.AddDays(-8) }).ToString();

        Assert.That(explained, Does.Contain("[ ] when.signedUp: newerThan 7.00:00:00; 2026-11-30T12:00:00").And.Contain(", now 2026-12-08T12:00:00"));
    }

    private static bool Holds(string name, GrayContext context)
    {
        using var evaluator = TestEvaluator.Create(Document(name), new ManualTimeProvider(Now));
        return evaluator.IsEnabled("f", context);
    }

    private static string Document(string name) => $$"""{ "flags": { "f": { "rules": { "r": { "when": { "signedUp": { "{{name}}": "7.00:00:00" } } } } } } }""";
}
