using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

public sealed class AmbientContextTests
{
    private const string Json = """
        { "flags": { "f": { "default": "other", "variants": { "mine": { "value": 1 }, "other": { "value": 2 } }, "rules": {
            "a": { "users": ["a"], "serve": "mine" },
            "b": { "users": ["b"], "serve": "mine" } } } } }
        """;

    private static readonly GrayContext A = new("a");
    private static readonly GrayContext B = new("b");

    [Test]
    public void Use_Nested_BringsBackTheContextOfBefore()
    {
        var accessor = new GrayContextAccessor();
        using var evaluator = Create(accessor);
        string? Rule() => evaluator.Evaluate("f").Rule;

        Assert.That(Rule(), Is.Null);
        using (accessor.Use(A))
        {
            Assert.That(Rule(), Is.EqualTo("a"));
            using (accessor.Use(B))
            {
                Assert.That(Rule(), Is.EqualTo("b"));
                using (accessor.Use(null))
                {
                    Assert.That(Rule(), Is.Null);
                }

                Assert.That(Rule(), Is.EqualTo("b"));
            }

            Assert.That(Rule(), Is.EqualTo("a"));
            Assert.That(accessor.Context, Is.SameAs(A));
        }

        Assert.That(Rule(), Is.Null);
    }

    [Test]
    public void EveryMethod_WithoutContext_AsksTheAccessor()
    {
        var accessor = new GrayContextAccessor();
        using var evaluator = Create(accessor);
        using var use = accessor.Use(A);

        foreach (var each in new IGrayEvaluator[] { evaluator, evaluator.CreateSnapshot() })
        {
            Assert.That(each.IsEnabled("f"), Is.True);
            Assert.That(each.Evaluate("f"), Is.EqualTo(each.Evaluate("f", A)));
            Assert.That(each.GetValue("f", 0), Is.EqualTo(1));
            Assert.That(each.Explain("f").Decision, Is.EqualTo(each.Evaluate("f", A)));
            Assert.That(each.GetFlag("f").Evaluate(), Is.EqualTo(each.Evaluate("f", A)));
            Assert.That(each.Evaluate("f", null).Rule, Is.Null, "a null context is Anonymous, not the ambient one");
        }
    }

    // What a callee makes current ends with it; what the caller made current is seen by all callees, also those that run at once.
    [Test]
    public async Task Use_FlowsWithAsyncCalls_AndNotBack()
    {
        var accessor = new GrayContextAccessor();
        using var evaluator = Create(accessor);
        var arrived = 0;
        var bothIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<string?> AskAs(GrayContext context)
        {
            await Task.Yield();
            using (accessor.Use(context))
            {
                if (Interlocked.Increment(ref arrived) == 2)
                {
                    bothIn.SetResult();
                }

                await bothIn.Task;
                return evaluator.Evaluate("f").Rule;
            }
        }

        using (accessor.Use(B))
        {
            var rules = await Task.WhenAll(Task.Run(() => AskAs(A)), Task.Run(() => AskAs(B)));

            Assert.That(rules, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(evaluator.Evaluate("f").Rule, Is.EqualTo("b"));
            Assert.That(await Task.Run(() => evaluator.Evaluate("f").Rule), Is.EqualTo("b"));
        }
    }

    [Test, Fault("E2")]
    public void Accessor_ThatThrows_AnswersForAnonymous_AndLogsOnce()
    {
        var log = new RecordingLoggerFactory();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), log: log, accessor: new ThrowingAccessor());
        var flag = evaluator.GetFlag("f");

        for (var call = 0; call < 10; call++)
        {
            Assert.That(evaluator.Evaluate("f").Variant, Is.EqualTo("other"));
            Assert.That(evaluator.IsEnabled("f"), Is.True);
            Assert.That(evaluator.GetValue("f", 0), Is.EqualTo(2));
            Assert.That(evaluator.Explain("f").Decision.Variant, Is.EqualTo("other"));
            Assert.That(flag.Evaluate().Variant, Is.EqualTo("other"));
            Assert.That(evaluator.CreateSnapshot().Evaluate("f").Variant, Is.EqualTo("other"));
        }

        var errors = log.Entries.Where(entry => entry.Level >= LogLevel.Warning).ToList();
        Assert.That(errors, Has.Count.EqualTo(1));
        Assert.That(errors[0].Exception, Is.TypeOf<TimeZoneNotFoundException>());
    }

    private static GrayEvaluator Create(IGrayContextAccessor accessor) =>
        TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), accessor: accessor);

    private sealed class ThrowingAccessor : IGrayContextAccessor
    {
        public GrayContext? Context => throw new TimeZoneNotFoundException("an odd one");
    }
}
