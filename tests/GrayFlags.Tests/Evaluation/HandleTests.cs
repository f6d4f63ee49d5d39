using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

public sealed class HandleTests
{
    private static readonly GrayContext User = new("u");

    [Test]
    public void Handle_FollowsReloads()
    {
        var provider = new InMemoryRuleProvider();
        provider.SetJson("""{ "flags": { "f": { "rules": { "r": { "users": ["u"] } } } } }""");
        using var evaluator = TestEvaluator.Create(provider);
        var flag = evaluator.GetFlag("F");
        Assert.That(flag.Evaluate(User).ToString(), Is.EqualTo("on: TargetingMatch, rule 'r'"));

        provider.SetJson("""{ "flags": { "f": false } }""");
        Assert.That(flag.Evaluate(User).ToString(), Is.EqualTo("off: Static"));
        Assert.That(flag.Evaluate(User), Is.EqualTo(evaluator.Evaluate("f", User)), "also the version");

        provider.SetJson("""{ "flags": { } }""");
        Assert.That(flag.Evaluate(User).ToString(), Is.EqualTo("off: Error/FlagNotFound"));

        provider.SetJson("""{ "flags": { "f": true } }""");
        Assert.That(flag.IsEnabled(User), Is.True);
        Assert.That(flag.IsEnabled(), Is.True);
        Assert.That(flag.Evaluate().Reason, Is.EqualTo(DecisionReason.Static));
    }

    [Test]
    public void Handle_OfAFlagThatComesLater_ComesAlive()
    {
        var provider = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(provider);
        var flag = evaluator.GetFlag("later");
        Assert.That(flag.Evaluate(User).ToString(), Is.EqualTo("off: Error/NotReady"));

        provider.SetJson("""{ "flags": { "other": true } }""");
        Assert.That(flag.Evaluate(User).ToString(), Is.EqualTo("off: Error/FlagNotFound"));
        Assert.That(flag.GetValue(User, 3), Is.EqualTo(3));

        provider.SetJson("""{ "flags": { "Later": true } }""");
        Assert.That(flag.IsEnabled(User), Is.True);
        Assert.That(flag.Name, Is.EqualTo("later"));
        Assert.That(flag.ToString(), Is.EqualTo("later"));
    }

    [Test]
    public void Handle_OfASnapshot_IsPinned()
    {
        var provider = new InMemoryRuleProvider();
        provider.SetJson("""{ "flags": { "f": true } }""");
        using var evaluator = TestEvaluator.Create(provider);
        var pinned = evaluator.CreateSnapshot().GetFlag("f");
        var live = evaluator.GetFlag("f");

        provider.SetJson("""{ "flags": { "f": false } }""");

        Assert.That(pinned.IsEnabled(User), Is.True);
        Assert.That(live.IsEnabled(User), Is.False);
    }

    [Test]
    public void Handle_OfNull_IsOff()
    {
        using var evaluator = GrayEvaluator.FromJson("""{ "flags": { "f": true } }""");

        var flag = evaluator.GetFlag(null!);

        Assert.That(flag.Evaluate(null).ToString(), Is.EqualTo("off: Error/FlagNotFound"));
        Assert.That(flag.Name, Is.Empty);
        Assert.That(flag.ToString(), Is.Empty);
    }

    [Test]
    public void Handle_AfterDispose_KeepsAnswering()
    {
        var provider = new InMemoryRuleProvider();
        provider.SetJson("""{ "flags": { "f": true } }""");
        var evaluator = TestEvaluator.Create(provider);
        var flag = evaluator.GetFlag("f");

        evaluator.Dispose();
        provider.SetJson("""{ "flags": { "f": false } }""");

        Assert.That(flag.IsEnabled(User), Is.True);
        Assert.That(evaluator.IsEnabled("f", User), Is.True);
    }
}
