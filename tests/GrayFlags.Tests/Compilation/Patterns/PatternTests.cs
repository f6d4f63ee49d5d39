using System.Text.RegularExpressions;
using GrayFlags.Documents;
using GrayFlags.Rules.Operators;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation.Patterns;

/// <summary>FAULTS.md, X4: patterns of a document are matched in linear time, and all that could cost time is capped.</summary>
[Fault("X4")]
public sealed class PatternTests
{
    // Each would need some 2^4000 steps by backtracking, so that this test would never end; no clock is asked.
    [TestCase("(a+)+$")]
    [TestCase("(a|aa)+$")]
    [TestCase("^(a|a?)+$")]
    [TestCase("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [TestCase("(.*a){20}$")]
    [TestCase("(a*)*b")]
    [Fault("E9")]
    public void Match_OfAnEvilPattern_Ends(string pattern)
    {
        using var evaluator = Create(pattern);
        var longest = new GrayContext { ["text"] = new string('a', 4_095) + "!" };

        for (var call = 0; call < 10; call++)
        {
            Assert.That(evaluator.IsEnabled("f", longest), Is.False);
        }
    }

    [TestCase(4_096, true)]
    [TestCase(4_097, false)]
    [TestCase(10_000_000, false)]
    [Fault("E9")]
    public void Text_LongerThanTheLimit_DoesNotMatch(int length, bool matches)
    {
        using var evaluator = Create("^a");

        Assert.That(evaluator.IsEnabled("f", new GrayContext { ["text"] = new string('a', length) }), Is.EqualTo(matches));
    }

    [TestCase("(", "InsufficientClosingParentheses at character 1")]
    [TestCase("[a", "UnterminatedBracket at character 2")]
    [TestCase("a**", "NestedQuantifiersNotParenthesized")]
    [TestCase("(?<!x)a", "it looks around or back, or is too large")]
    [TestCase("a(?=b)", "it looks around or back, or is too large")]
    [TestCase("(a)\\\\1", "it looks around or back, or is too large")]
    [TestCase("(?>a)", "it looks around or back, or is too large")]
    [TestCase("((a{100}){100}){100}", "it looks around or back, or is too large")]
    [TestCase("a{100000}", "it looks around or back, or is too large")]
    [TestCase("(\\\\w{1,200}){1,200}", "it looks around or back, or is too large")]
    [Fault("D13")]
    public void Pattern_ThatCannotBeMatchedInLinearTime_IsRefused_NamingTheFlag(string pattern, string reason)
    {
        var problem = Problems($$"""{ "flags": { "f": { "rules": { "r": { "when": { "text": { "matches": "{{pattern}}" } } } } } } }""").Single();

        Assert.That(problem.Path, Is.EqualTo("flags.f.rules.r.when.text.matches"));
        Assert.That(problem.Message, Does.Contain("is not a pattern that can be used: ").And.Contain(reason));
    }

    [TestCase(512, true)]
    [TestCase(513, false)]
    [Fault("D13")]
    public void Pattern_LongerThanTheLimit_IsRefused(int length, bool isGood)
    {
        var problems = Problems($$"""{ "segments": { "s": { "when": { "text": { "matches": ["{{Alphabet(length)}}"] } } } } }""");

        Assert.That(problems.Select(problem => $"{problem.Path}: {problem.Message}"), isGood
            ? Is.Empty
            : Is.EqualTo(new[] { "segments.s.when.text.matches: a pattern of 513 characters is longer than 512, the limit MaxPatternLength" }));
    }

    // A hundred in a document, each counted once; bad ones count, since to refuse them is work, too.
    [TestCase(100, "a", null)]
    [TestCase(101, "a", "101 different patterns are more than 100, the limit MaxPatterns")]
    [TestCase(101, "(", "101 different patterns are more than 100, the limit MaxPatterns")]
    [Fault("D13")]
    public void Patterns_MoreThanTheLimit_AreRefused(int count, string start, string? message)
    {
        var flags = string.Join(',', Enumerable.Range(0, count * 2).Select(index => $$"""
            "f{{index}}": { "rules": { "r": { "when": { "text": { "matches": "{{start}}{{index % count}}" } } } } }
            """));

        var told = Problems($$"""{ "flags": { {{flags}} } }""").Where(problem => problem.Message.Contains("MaxPatterns", StringComparison.Ordinal)).ToList();

        Assert.That(told.Select(problem => problem.Message).Distinct(), message is null ? Is.Empty : Is.EqualTo(new[] { message }));
        Assert.That(
            told.Select(problem => problem.Path),
            message is null ? Is.Empty : Is.EqualTo(new[] { "flags.f100.rules.r.when.text.matches", "flags.f201.rules.r.when.text.matches" }));
    }

    [Test]
    public void Limits_AreOptions()
    {
        var limits = new DocumentLimits { MaxPatterns = 1, MaxPatternLength = 3, MaxMatchedLength = 2 };
        var document = FlagDocument.Parse("""{ "flags": { "f": { "rules": { "r": { "when": { "text": { "matches": ["^a+", "b", "c"] } } } } } } }""");

        var problems =
            GrayFlags.Compilation.RuleSetCompiler.Compile(document, [], new() { Limits = limits }, "").Problems.Select(problem => problem.Message).ToList();

        Assert.That(problems, Has.Count.EqualTo(2).And.All.EqualTo("2 different patterns are more than 1, the limit MaxPatterns"));
        var pattern = Pattern.TryCreate("^a+", limits.MaxMatchedLength, out _)!;
        Assert.That((pattern.IsMatch("aa"), pattern.IsMatch("aaa")), Is.EqualTo((true, false)));
    }

    // As everywhere in .NET, Java and Python, and unlike RE2 and ECMAScript: documented in the README.
    [Fault("R10")]
    [TestCase("^admin$", "admin\n", true)]
    [TestCase("^admin$", "admin\n\n", false)]
    [TestCase("^admin$", "admin\nx", false)]
    [TestCase("^admin\\z", "admin\n", false)]
    [TestCase("^admin\\z", "admin", true)]
    public void Dollar_AlsoMeansTheLineBreakAtTheEnd(string pattern, string text, bool matches) =>
        Assert.That(Pattern.TryCreate(pattern, 10, out _)!.IsMatch(text), Is.EqualTo(matches));

    // The host may set a default timeout for patterns, which would throw into the caller.
    [Test]
    public void Pattern_HasNoTimeout_AndDoesNotBacktrack()
    {
        var regex = (Regex)typeof(Pattern)
            .GetField("_regex", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .GetValue(Pattern.TryCreate("a", 1, out _))!;

        Assert.That(regex.MatchTimeout, Is.EqualTo(Regex.InfiniteMatchTimeout));
        Assert.That(regex.Options, Is.EqualTo(RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    private static string Alphabet(int length) => string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26))));

    private static GrayEvaluator Create(string pattern) =>
        TestEvaluator.Create($$"""{ "flags": { "f": { "rules": { "r": { "when": { "text": { "matches": "{{pattern}}" } } } } } } }""");

    private static IReadOnlyList<DocumentProblem> Problems(string json) =>
        GrayFlags.Compilation.RuleSetCompiler.Compile(FlagDocument.Parse(json), [], new(), "").Problems;
}
