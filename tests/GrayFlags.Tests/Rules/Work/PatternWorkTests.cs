using System.Text;
using System.Text.Json;
using GrayFlags.Compilation.Patterns;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Work;

/// <summary>What patterns may cost: to build, to match for the first time, and again after a reload.</summary>
[Fault("R1")]
[NonParallelizable]
public sealed class PatternWorkTests
{
#if NET10_0_OR_GREATER
    private const string OfALargePattern = "its automaton grows too large";
    private const string OfALongPattern =
        "a pattern of the size 1800, counted repetitions written out, is larger than 1000, the limit MaxPatternSize";
#else
    // The framework refuses a pattern of many counted repetitions itself, at a lower size; docs/dotnet8.md says so.
    private const string OfALargePattern = "or is too large, which cannot be matched in linear time";
    private const string OfALongPattern = OfALargePattern;
#endif

    // Each of these took between 27 MB and 390 MB, and up to six seconds, for one text or to be built.
    [TestCase(".{0,20}b.{0,20}c", "its automaton grows too large")]
    [TestCase("(a|b)*a(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)c", "its automaton grows too large")]
    [TestCase("magicword.*b.{20}c", "its automaton grows too large")]
    [TestCase("(?i)^x[0-9]+-.*b.{20}c$", "its automaton grows too large")]
    [TestCase("^a{300}(?:[ab]*a[ab]{600}[ac])1Q", OfALargePattern)]
    [TestCase("^a{600}(?:[ab]*a[ab]{13}[ac])1Q", OfALargePattern)]
    [TestCase("a{900}b{900}", OfALongPattern)]
    public void Pattern_ThatTakesTooMuch_IsRefused_NamingTheFlag(string pattern, string reason)
    {
        var problem = Load(pattern).Single();

        Assert.That(problem.Path, Is.EqualTo("flags.f.rules.r0.when.t.matches"));
        Assert.That(problem.Message, Does.Contain(reason));
    }

    [Test]
    public void Pattern_OfManyDifferentCharacters_IsRefused_BeforeItIsBuilt()
    {
        var pattern = string.Concat(Enumerable.Range(0, 500).Select(index => (char)(0x4E00 + (index * 5))));
        Load("a");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Load(pattern).Single();

        Assert.That(problem.Message, Does.EndWith("it has 500 different characters and classes, of which a class counts twice, and 100 are allowed"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1024 * 1024));
    }

    // What people write, with the texts that are worst for it among those that we know.
    [TestCase(@"^[\w.+-]+@[\w-]+\.[\w.-]+$", "ab.-_@")]
    [TestCase(@"^\d{1,3}(\.\d{1,3}){3}$", "0123456789.")]
    [TestCase(@"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "0123456789abcdef-")]
    [TestCase(@"(?i)(android|iphone|ipad|windows phone|blackberry|opera mini)", "androiphewsc ")]
    [TestCase(@"Chrome/(1[2-9]\d|[2-9]\d\d)\.", "Chrome/0123456789.")]
    [TestCase(@"^/api/v[0-9]+/(orders|users|carts)(/[\w-]{1,36})?(\?.*)?$", "/apiv0123ordes-?")]
    [TestCase(@"^(?:pro|team)-.+-(?:eu|us)$", "proteam-eus")]
    [TestCase(@".*(foo|bar).*baz.*", "fobarz")]
    [TestCase(@"(foo|bar).{1,50}(baz|qux)", "foobarzqux")]
    [TestCase(@"\b(test|staging|qa)\b", "testaginqa ")]
    [TestCase(@"^\+?[1-9]\d{1,14}$", "+0123456789")]
    [TestCase(@"^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$", "ABC0123")]
    [TestCase(@"[\u4e00-\u9fff]{2,10}先生", "先生中a")]
    public void Pattern_ThatIsOrdinary_IsTaken_AndItsFirstMatchIsSmall(string pattern, string alphabet)
    {
        using var evaluator = GrayEvaluator.FromJson(Json(pattern));
        var noise = 1UL;
        var text = new StringBuilder();
        while (text.Length < 4_096)
        {
            noise = (noise * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
            text.Append(alphabet[(int)((noise >> 40) % (ulong)alphabet.Length)]);
        }

        var context = new GrayContext { ["t"] = text.ToString() };
        var before = GC.GetAllocatedBytesForCurrentThread();
        evaluator.IsEnabled("f", context);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2 * 1024 * 1024));
    }

    [Test]
    public void Patterns_TogetherTooMuch_AreRefused_FromThereOn()
    {
        var problems = Load([.. Enumerable.Range(0, 100).Select(index => $".{{0,5}}b.{{0,5}}c{index}")]);

        Assert.That(
            problems.Select(problem => problem.Message).Distinct(),
            Is.EqualTo(new[] { "the patterns up to here take too much memory together; write fewer or simpler ones" }));
        Assert.That(problems, Has.Count.InRange(50, 98), "a few are taken");
    }

#if NET10_0_OR_GREATER
    // .NET 8 refuses each of them itself.
    [Test]
    public void Patterns_TogetherTooLarge_AreRefused()
    {
        var problem = Load([.. Enumerable.Range(0, 21).Select(index => $"^[a-z]{{990}}{index:00}$")]).Single();

        Assert.That(problem.Path, Is.EqualTo("flags.f.rules.r20.when.t.matches"));
        Assert.That(
            problem.Message,
            Does.Match("^the patterns up to here have the size \\d+ together, which is larger than 20000, the limit MaxPatternsSize$"));
    }
#endif

    // Counted by hand: characters and classes, each as often as the counts around it say.
    [TestCase("abc", 3)]
    [TestCase("a{3}", 3)]
    [TestCase("(ab{3}){2}", 8)]
    [TestCase("[a-z]{2,5}", 5)]
    [TestCase("x{7,}", 8)]
    [TestCase("a|bc|d", 4)]
    [TestCase("a*b+c?", 4)]
    [TestCase("(?:a)(?<n>b)(?i)c(?#no)d", 4)]
    [TestCase("(?:ab{2}?){3}?", 9)]
    [TestCase("\\p{L}{1,9}x", 10)]
    [TestCase("\\u4e2d\\x41{2}\\d", 4)]
    [TestCase("[]a]x{2}", 3)]
    [TestCase("[\\]a]x{2}", 3)]
    [TestCase("[a-z-[aeiou]]x{2}", 3)]
    [TestCase("[^]x]y", 2)]
    [TestCase("a{b}", 4)]
    [TestCase("((((((a{9}){9}){9}){9}){9}){9}){9}", 4_782_969)]
    public void Size_CountsRepetitions(string pattern, int size) => Assert.That(new PatternParser(pattern).Parse().Size, Is.EqualTo(size));

    // Whatever it is, also what is no pattern.
    [Test]
    public void Parser_OfAnyText_Ends()
    {
        const string Alphabet = "ab[]()^-\\{}|?*+.,:<>!=p1x#P";
        var noise = 7UL;
        for (var turn = 0; turn < 20_000; turn++)
        {
            var text = new StringBuilder();
            for (var length = turn % 24; length > 0; length--)
            {
                noise = (noise * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
                text.Append(Alphabet[(int)((noise >> 40) % (ulong)Alphabet.Length)]);
            }

            Assert.That(() => new PatternParser(text.ToString()).Parse().Size, Throws.Nothing, text.ToString());
        }
    }

    [Test]
    public void Reload_OfSomethingElse_KeepsWhatPatternsHaveLearnt()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Json("^[\\w.]+@[a-z]{1,9}[.]com$")));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var context = new GrayContext { ["t"] = "somebody.else@example.com" };
        Assert.That(evaluator.IsEnabled("f", context), Is.True);
        evaluator.IsEnabled("f", context);

        provider.Set(FlagDocument.Parse(Json("^[\\w.]+@[a-z]{1,9}[.]com$").Replace("\"flags\": {", "\"flags\": { \"other\": true,", StringComparison.Ordinal)));
        Assert.That(evaluator.IsEnabled("other"), Is.True);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isOn = evaluator.IsEnabled("f", context);

        Assert.That((isOn, GC.GetAllocatedBytesForCurrentThread() - before), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void Pool_KeepsTheLast_AndNoMore()
    {
        var pool = new PatternPool();
        var first = pool.Get("a", DocumentLimits.Default);
        Assert.That(pool.Get("a", DocumentLimits.Default), Is.SameAs(first));

        for (var index = 0; index < 199; index++)
        {
            pool.Get($"b{index}", DocumentLimits.Default);
            pool.Get("a", DocumentLimits.Default);
        }

        var second = pool.Get("b0", DocumentLimits.Default);
        for (var index = 0; index < 199; index++)
        {
            pool.Get($"c{index}", DocumentLimits.Default);
        }

        Assert.That(pool.Get("b0", DocumentLimits.Default), Is.SameAs(second));
        Assert.That(pool.Get("a", DocumentLimits.Default), Is.Not.SameAs(first));
    }

    private static string Json(params string[] patterns)
    {
        var rules = DocumentWorkTests.Many(
            patterns.Length,
            index => $"\"r{index}\": {{ \"when\": {{ \"t\": {{ \"matches\": {JsonSerializer.Serialize(patterns[index])} }} }} }}");
        return $$"""{ "flags": { "f": { "rules": { {{rules}} } } } }""";
    }

    private static IReadOnlyList<DocumentProblem> Load(params string[] patterns) => DocumentWorkTests.Load(Encoding.UTF8.GetBytes(Json(patterns)));
}
