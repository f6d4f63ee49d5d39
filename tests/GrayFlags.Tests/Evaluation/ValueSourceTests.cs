using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Providers;
using GrayFlags.Tests.Providers.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>A variant's value reads as the same from a JSON file and from appsettings, which know nothing but texts.</summary>
[Fault("R3")]
internal sealed class ValueSourceTests
{
    private static readonly GrayContext User = new("u");

    private static IEnumerable<TestCaseData> Typed()
    {
        yield return Row("""{ "name": "x", "size": 12, "bold": true }""", new ThemeModel("x", 12, true));
        yield return Row("""{ "name": "12", "size": 12, "bold": false }""", new ThemeModel("12", 12, false));
        yield return Row("""{ "name": 12, "size": "12", "bold": "True" }""", new ThemeModel("12", 12, true));
        yield return Row("""{ "name": "true", "size": -7, "bold": "false" }""", new ThemeModel("true", -7, false));
        yield return Row("""{ "name": "007", "size": 7 }""", new ThemeModel("007", 7, false));
        yield return Row("""{ "name": "1e5", "size": 1, "ratio": 1e-3 }""", new ThemeModel("1e5", 1, false) { Ratio = 0.001 });
        yield return Row("""{ "name": "+1", "ratio": 12.5 }""", new ThemeModel("+1", 0, false) { Ratio = 12.5 });
        yield return Row("""{ "name": "1_000", "most": 5 }""", new ThemeModel("1_000", 0, false) { Most = 5 });
#if NET10_0_OR_GREATER
        yield return Row("""{ "name": "25%", "most": null }""", new ThemeModel("25%", 0, false));
#endif
        yield return Row("""{ "NAME": "", "SIZE": 3 }""", new ThemeModel("", 3, false));
        yield return Row("""{ "name": "a", "inner": { "name": "5", "size": 5, "bold": true } }""", new ThemeModel("a", 0, false) { Inner = new("5", 5, true) });
        yield return Row("12", 12);
        yield return Row("12", "12");
        yield return Row("12.50", "12.50");
        yield return Row("true", "true");
        yield return Row("\"007\"", "007");
        yield return Row("\"+1\"", "+1");
        yield return Row("\"1_000\"", "1_000");
        yield return Row("\"25%\"", "25%");
        yield return Row("\"1e5\"", "1e5");
        yield return Row("1e5", 1e5);
        yield return Row("\"TRUE\"", true);
    }

    // Written as themselves: what a text would have to be is not asked here.
#if NET10_0_OR_GREATER
    [TestCase("""{"b":true,"l":[1,2],"n":1.5,"s":"x","z":null}""")]
#endif
    [TestCase("""{"a":{"b":{"c":[{"d":-0.0},{"e":1e400}]}}}""")]
    [TestCase("""[[1],[true,"a"]]""")]
    [TestCase("7")]
    [TestCase("false")]
    [TestCase("\"007\"")]
    [TestCase("\"+1\"")]
    [TestCase("\"1_000\"")]
    [TestCase("\"25%\"")]
    [TestCase("\" 7\"")]
    [TestCase("\"TRUE\"")]
    [TestCase("\"0x10\"")]
    [TestCase("\".5\"")]
    [TestCase("\"5.\"")]
    [TestCase("\"1e\"")]
    [TestCase("\"-\"")]
    [TestCase("\"NaN\"")]
    [TestCase("""{"1":"a","3":"b"}""")]
    [TestCase("""{"007":"a"}""")]
    public void Json_FromConfiguration_IsThatOfAFile(string json)
    {
        var (file, configuration) = (Serving(json), FromConfiguration(json));

        Assert.That(
            configuration.GetValue("f", User, default(JsonElement)).GetRawText(),
            Is.EqualTo(file.GetValue("f", User, default(JsonElement)).GetRawText()));
    }

    [TestCaseSource(nameof(Typed))]
    public void Type_FromConfiguration_IsThatOfAFile<T>(string json, T expected)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Serving(json).GetValue("f", User, default(T)), Is.EqualTo(expected), "file");
            Assert.That(FromConfiguration(json).GetValue("f", User, default(T)), Is.EqualTo(expected), "configuration");
        });
    }

#if NET10_0_OR_GREATER
    [TestCase("""{ "name": "a", "sizes": [] }""", "")]
#endif
    [TestCase("""{ "name": "a", "sizes": [1, 2] }""", "1,2")]
    public void List_FromConfiguration_IsThatOfAFile(string json, string expected)
    {
        foreach (var evaluator in new[] { Serving(json), FromConfiguration(json) })
        {
            Assert.That(string.Join(',', evaluator.GetValue("f", User, new ThemeModel("none", 0, false)).Sizes!), Is.EqualTo(expected));
        }
    }

#if NET10_0_OR_GREATER
    [TestCase("[]", "")]
#endif
    [TestCase("[7]", "7")]
    public void BareList_FromConfiguration_IsThatOfAFile(string json, string expected)
    {
        foreach (var evaluator in new[] { Serving(json), FromConfiguration(json) })
        {
            Assert.That(string.Join(',', evaluator.GetValue("f", User, new[] { -1 })), Is.EqualTo(expected));
        }
    }

    [Test]
    public void TypeInfo_OfTheApp_IsReadTheSame()
    {
        const string json = """{ "name": "12", "size": 12, "bold": true }""";
        foreach (var evaluator in new[] { Serving(json), FromConfiguration(json) })
        {
            Assert.That(
                evaluator.GetValue("f", User, new ThemeModel("none", 0, false), ValueJsonContext.Default.ThemeModel),
                Is.EqualTo(new ThemeModel("12", 12, true)));
        }
    }

    // Configuration keeps no trace of these: README says so.
    [TestCase("""{ "name": "a", "inner": {} }""", """{"inner":null,"name":"a"}""")]
#if NET10_0_OR_GREATER
    [TestCase("""{ "sizes": [] }""", """{"sizes":""}""")]
#else
    [TestCase("""{ "sizes": [] }""", """{"sizes":null}""")]
    [TestCase("""{ "most": null }""", """{"most":""}""")]
#endif
    [TestCase("""{ "code": "12" }""", """{"code":12}""")]
    public void Json_ThatConfigurationBlurs_IsAsReadmeSays(string json, string expected) =>
        Assert.That(FromConfiguration(json).GetValue("f", User, default(JsonElement)).GetRawText(), Is.EqualTo(expected));

    private static TestCaseData Row<T>(string json, T expected) => new(json, expected) { TypeArgs = [typeof(T)] };

    private static GrayEvaluator Serving(string value) => Serving(FlagDocument.Parse(Document(value)));

    private static GrayEvaluator FromConfiguration(string value) => Serving(ConfigurationLoads.Layers(Document(value)).Document());

    private static GrayEvaluator Serving(FlagDocument document) =>
        TestEvaluator.Create(new InMemoryRuleProvider(document), options: options => options.JsonTypeInfoResolver = ValueJsonContext.Default);

    private static string Document(string value) => $$"""{ "flags": { "f": { "default": "v", "variants": { "v": { "value": {{value}} } } } } }""";
}
