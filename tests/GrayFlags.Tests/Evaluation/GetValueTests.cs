using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>
/// DESIGN.md, section 2: GetValue reads primitives, string, JsonElement and types of the resolver; anything else is the default, with TypeMismatch.
/// </summary>
public sealed class GetValueTests
{
    private static readonly GrayContext User = new("u");

    private static IEnumerable<TestCaseData> Good()
    {
        yield return Row("25", (byte)25);
        yield return Row("25", (sbyte)25);
        yield return Row("25", (short)25);
        yield return Row("25", (ushort)25);
        yield return Row("25", 25);
        yield return Row("25", 25u);
        yield return Row("25", 25L);
        yield return Row("25", 25ul);
        yield return Row("25", 25f);
        yield return Row("25", 25.0);
        yield return Row("25", 25m);
        yield return Row("-7", -7);
        yield return Row("25.0", 25);
        yield return Row("2.5e1", 25L);
        yield return Row("1.5", 1.5);
        yield return Row("1.5", 1.5f);
        yield return Row("0.1", 0.1m);
        yield return Row("9223372036854775807", long.MaxValue);
        yield return Row("18446744073709551615", ulong.MaxValue);
        yield return Row("9007199254740993", 9_007_199_254_740_993L);
        yield return Row("true", true);
        yield return Row("false", false);
        yield return Row("\"blue\"", "blue");
        yield return Row("\"\"", "");
        // Configuration has only texts.
        yield return Row("\"25\"", 25);
        yield return Row("\"-1.5\"", -1.5);
        yield return Row("\"0.1\"", 0.1m);
        yield return Row("\"True\"", true);
        yield return Row("\"false\"", false);
        yield return Row("\"25\"", "25");
        yield return Row("2.50", "2.50");
        yield return Row("true", "true");
    }

    private static IEnumerable<TestCaseData> Mismatches()
    {
        yield return Row("256", (byte)1);
        yield return Row("-1", 1u);
        yield return Row("2.5", 1);
        yield return Row("2147483648", 1);
        yield return Row("1e400", 1.0);
        yield return Row("1e39", 1f);
        yield return Row("1e30", 1m);
        yield return Row("\"NaN\"", 1.0);
        yield return Row("\"Infinity\"", 1f);
        yield return Row("\"1,5\"", 1.0);
        yield return Row("\"1.000,5\"", 1.0);
        yield return Row("\"0x10\"", 1);
        yield return Row("\"\"", 1);
        yield return Row("true", 1);
        yield return Row("1", true);
        yield return Row("\"1\"", true);
        yield return Row("\"yes\"", true);
        yield return Row("[1]", 1);
        yield return Row("{}", "default");
        // No resolver: nothing but primitives.
        yield return Row("\"2026-01-01T00:00:00Z\"", DateTimeOffset.UnixEpoch);
        yield return Row("\"x\"", 'c');
        yield return Row("1", DayOfWeek.Friday);
        yield return Row("{ \"color\": \"red\", \"size\": 3 }", new ValueModel("none", 0));
    }

    [TestCaseSource(nameof(Good))]
    public void Value_OfTheType_IsRead<T>(string json, T expected)
    {
        using var evaluator = Serving(json);

        var value = evaluator.GetValue("f", User, default(T), out var decision);

        Assert.That(value, Is.EqualTo(expected));
        Assert.That(decision, Is.EqualTo(evaluator.Evaluate("f", User)));
        Assert.That(decision.ToString(), Is.EqualTo("on 'v': Default"));
        Assert.That(evaluator.GetFlag("f").GetValue(User, default(T)), Is.EqualTo(expected));
        Assert.That(evaluator.CreateSnapshot().GetValue("f", User, default(T)), Is.EqualTo(expected));
        Assert.That(evaluator.GetValue("f", default(T)), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Mismatches)), Fault("D10")]
    public void Value_OfAnotherType_IsTheDefault_WithTypeMismatch<T>(string json, T defaultValue)
    {
        using var evaluator = Serving(json);

        var value = evaluator.GetValue("f", User, defaultValue, out var decision);

        Assert.That(value, Is.EqualTo(defaultValue));
        Assert.That(decision.ToString(), Is.EqualTo("on 'v': Error/TypeMismatch"));
        Assert.That(evaluator.GetValue("f", User, defaultValue), Is.EqualTo(defaultValue), "asked again");
        Assert.That(evaluator.Evaluate("f", User).Error, Is.EqualTo(DecisionError.None), "the decision itself is good");
    }

    [Test]
    public void Value_AsJsonElement_IsWhatWasWritten()
    {
        using var evaluator = Serving("""{ "a": [1, 2.50, null] }""");

        var value = evaluator.GetValue("f", User, default(JsonElement));

        Assert.That(value.GetProperty("a").GetRawText(), Is.EqualTo("[1, 2.50, null]"));
    }

    [Test]
    public void Value_ByTypeInfo_IsRead_AndKeptForTheRuleSet()
    {
        using var evaluator = Serving("""{ "color": "red", "size": 3 }""");

        var value = evaluator.GetValue("f", User, new ValueModel("none", 0), ValueJsonContext.Default.ValueModel);

        Assert.That(value, Is.EqualTo(new ValueModel("red", 3)));
        Assert.That(evaluator.GetFlag("f").GetValue(User, value, ValueJsonContext.Default.ValueModel), Is.SameAs(value));
        Assert.That(evaluator.GetValue("f", User, value with { Size = 9 }, null!), Is.EqualTo(value with { Size = 9 }), "no type info, no resolver");
    }

    // A generated context has options of its own, here names that ignore case; several joined have none, and are read so too.
    [Test]
    public void Value_ByResolverOfTheOptions_IsRead([Values] bool isJoined)
    {
        using var evaluator =
            Serving("""{ "color": "red", "size": 3 }""", isJoined ? JsonTypeInfoResolver.Combine(ValueJsonContext.Default) : ValueJsonContext.Default);

        Assert.That(evaluator.GetValue("f", User, new ValueModel("none", 0)), Is.EqualTo(new ValueModel("red", 3)));
        Assert.That(evaluator.GetValue("f", User, TimeSpan.Zero, out var unknown), Is.EqualTo(TimeSpan.Zero));
        Assert.That(unknown.Error, Is.EqualTo(DecisionError.TypeMismatch));
    }

    [Test]
    public void Value_NullableAndArray_ByResolver()
    {
        using var number = Serving("7", ValueJsonContext.Default);
        using var list = Serving("[1, 2]", ValueJsonContext.Default);

        Assert.That(number.GetValue("f", User, (int?)null), Is.EqualTo(7));
        Assert.That(list.GetValue("f", User, Array.Empty<int>()), Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase("""{ "color": [7] }""")]
    [TestCase("""{ "size": 99999999999 }""")]
    [TestCase("[]")]
    [TestCase("7")]
    public void Value_ThatTheTypeRefuses_IsTheDefault(string json)
    {
        using var evaluator = Serving(json, ValueJsonContext.Default);

        Assert.That(evaluator.GetValue("f", User, new ValueModel("none", 0), ValueJsonContext.Default.ValueModel), Is.EqualTo(new ValueModel("none", 0)));
        Assert.That(evaluator.GetValue("f", User, new ValueModel("none", 0)), Is.EqualTo(new ValueModel("none", 0)));
    }

    // The app's own code runs while a value is read; whatever it throws stays inside.
    [Test, Fault("E2")]
    public void Value_WhoseSetterThrows_IsTheDefault()
    {
        using var evaluator = Serving("""{ "color": "green" }""", ValueJsonContext.Default);

        Assert.That(evaluator.GetValue<ThrowingModel?>("f", User, null), Is.Null);
        Assert.That(evaluator.GetValue("f", User, null, ValueJsonContext.Default.ThrowingModel!), Is.Null);
    }

    [TestCase("""{ "default": true }""", "on: Default")]
    [TestCase("true", "on: Static")]
    [TestCase("""{ "enabled": false, "default": "v", "variants": { "v": { "value": 7 } } }""", "off: Disabled")]
    [TestCase("""{ "default": "v", "variants": { "v": { } } }""", "on 'v': Error/TypeMismatch")]
    [TestCase("""{ "default": "v", "variants": { "v": { "value": null } } }""", "on 'v': Error/TypeMismatch")]
    [TestCase("""{ "rules": { "r": { "serve": "v", "users": ["x"] } }, "variants": { "v": { "value": 7 } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "serve": false } }, "default": "v", "variants": { "v": { "value": 7 } } }""", "off: TargetingMatch, rule 'r'")]
    public void Value_OfNoVariant_IsTheDefault(string flag, string reason)
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "f": {{flag}} } }""");

        Assert.That(evaluator.GetValue("f", User, -1, out var decision), Is.EqualTo(-1));
        Assert.That(decision.ToString(), Is.EqualTo(reason));
    }

    [Test]
    public void Value_FollowsTheRule()
    {
        using var evaluator = TestEvaluator.Create("""
            { "flags": { "f": { "default": "small", "variants": { "small": { "value": 1 }, "big": { "value": 9 } },
                "rules": { "r": { "users": ["u"], "serve": "BIG" } } } } }
            """);

        Assert.That(evaluator.GetValue("f", User, 0, out var decision), Is.EqualTo(9));
        Assert.That(decision.ToString(), Is.EqualTo("on 'big': TargetingMatch, rule 'r'"));
        Assert.That(evaluator.GetValue("f", GrayContext.Anonymous, 0), Is.EqualTo(1));
        Assert.That(evaluator.GetValue("gone", User, 5, out var missing), Is.EqualTo(5));
        Assert.That(missing.Error, Is.EqualTo(DecisionError.FlagNotFound));
    }

    [Test, Fault("D10")]
    public void Value_WhoseTypeChanges_IsTheDefault_AndLoggedOnceARuleSet()
    {
        var log = new RecordingLoggerFactory();
        var provider = new InMemoryRuleProvider(Document("7"));
        using var evaluator = TestEvaluator.Create(provider, log: log);
        Assert.That(evaluator.GetValue("f", User, 0), Is.EqualTo(7));

        provider.Set(Document("\"seven\""));
        for (var call = 0; call < 3; call++)
        {
            Assert.That(evaluator.GetValue("f", User, -1), Is.EqualTo(-1));
        }

        Assert.That(evaluator.GetValue("f", User, ""), Is.EqualTo("seven"));
        var line = log.Entries.Single(entry => entry.Level == LogLevel.Warning);
        Assert.That(line.Message, Does.Contain("'f'").And.Contain("'v'").And.Contain("Int32").And.Not.Contain("seven"));

        provider.Set(Document("8"));
        Assert.That(evaluator.GetValue("f", User, 0), Is.EqualTo(8));
    }

    private static TestCaseData Row<T>(string json, T value) =>
        new TestCaseData(json, value) { TypeArgs = [typeof(T)] }.SetArgDisplayNames($"{json} as {typeof(T).Name}");

    private static FlagDocument Document(string json) =>
        FlagDocument.Parse($$"""{ "flags": { "f": { "default": "v", "variants": { "v": { "value": {{json}} } } } } }""");

    private static GrayEvaluator Serving(string json, IJsonTypeInfoResolver? resolver = null) =>
        TestEvaluator.Create(new InMemoryRuleProvider(Document(json)), options: options => options.JsonTypeInfoResolver = resolver);
}
