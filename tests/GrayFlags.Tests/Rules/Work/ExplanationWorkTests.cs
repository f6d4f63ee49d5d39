using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Work;

/// <summary>An explanation has a line for each condition, and each line is short whatever the document and the context hold.</summary>
[Fault("R1")]
[NonParallelizable]
internal sealed class ExplanationWorkTests
{
    [Test]
    public void Split_OfManyVariants_IsShownShortForEachRule()
    {
        var variants = string.Join(',', Enumerable.Range(0, 2_000).Select(number => $$"""
            "v{{number}}": { "weight": 1 }
            """));
        var rules = string.Join(',', Enumerable.Range(0, 500).Select(number => $$"""
            "r{{number}}": { "percentage": 0, "serve": "split" }
            """));
        using var evaluator = GrayEvaluator.FromJson($$"""{ "flags": { "f": { "variants": { {{variants}} }, "rules": { {{rules}} } } } }""");
        evaluator.Explain("f", new GrayContext("ana"));

        Assert.That(Allocated(() => evaluator.Explain("f", new GrayContext("ana"))), Is.LessThan(4 << 20));
    }

    [Test]
    public void Context_OfALongText_IsShownShortForEachCondition()
    {
        var rules = string.Join(',', Enumerable.Range(0, 1_000).Select(number => $$"""
            "r{{number}}": { "when": { "t": "a" } }
            """));
        using var evaluator = GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { {{rules}} } } } }""");
        var context = new GrayContext("ana") { ["t"] = new string('b', 100_000) };
        evaluator.Explain("f", context);

        Assert.That(Allocated(() => evaluator.Explain("f", context)), Is.LessThan(4 << 20));
    }

    [Test]
    public void Context_OfALongList_IsUnreadableButForEquality()
    {
        using var evaluator = GrayEvaluator.FromJson("""
            { "flags": {
              "in": { "rules": { "r": { "when": { "roles": ["role-999"] } } } },
              "starts": { "rules": { "r": { "when": { "roles": { "startsWith": "role-999" } } } } } } }
            """);
        var context = new GrayContext("ana") { ["roles"] = GrayValue.FromList(Enumerable.Range(0, 1_000).Select(number => $"role-{number}")) };

        Assert.That(evaluator.IsEnabled("in", context), Is.True);
        Assert.That(evaluator.Evaluate("starts", context).Error, Is.EqualTo(DecisionError.AttributeUnreadable));
        Assert.That(evaluator.IsEnabled("starts", context), Is.False);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
