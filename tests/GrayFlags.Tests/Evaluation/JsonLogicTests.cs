using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Comparisons with the kinds and conversions of JsonLogic.</summary>
public sealed class JsonLogicTests
{
    private static readonly object?[][] Rows =
    [
        ["== 1", "1", true], ["== 1", 1, true], ["== 1", true, true], ["== 1", null, false], ["== \"1\"", 1, true], ["== \"\"", false, true],
        ["== null", null, true], ["== null", 0, false], ["== false", 0, true], ["!= 1", "1", false], ["!= 1", null, true],
        ["=== 1", "1", false], ["=== 1", 1, true], ["=== true", true, true], ["=== \"a\"", "a", true], ["!== 1", "1", true], ["!== null", null, false],
        ["< 5", "4", true], ["< 5", 5, false], ["<= 5", 5, true], ["> \"10\"", "9", true], ["> 10", "9", false], [">= 0", null, true], ["< 5", "five", false],
        ["> 5", "five", false], ["< 2", true, true],
        ["in [\"a\", 1, null]", "a", true], ["in [\"a\", 1, null]", "1", false], ["in [\"a\", 1, null]", 1, true], ["in [\"a\", 1, null]", null, true],
        ["in []", "a", false], ["includes \"b\"", "abc", true], ["includes \"b\"", null, false], ["includes 1", "1", false],
        ["!!", "", false], ["!!", "0", true], ["!!", 0, false], ["!!", null, false], ["!!", true, true],
        ["starts_with \"a\"", "abc", true], ["starts_with \"a\"", 1, false], ["ends_with \"c\"", "abc", true], ["ends_with \"\"", "abc", true],
        ["sem_ver ^ \"1.2\"", "v1.9.0", true], ["sem_ver ^ \"1.2\"", "2.0.0", false], ["sem_ver ~ \"1.2.3\"", "1.2.9", true],
        ["sem_ver != \"1.2.3\"", "no version", false], ["sem_ver >= \"1.10.0\"", "1.9.0", false], ["sem_ver = \"1.0.0\"", "1.0.0+build", true],
    ];

    [TestCaseSource(nameof(Rows))]
    public void Comparison_IsThatOfJsonLogic(string comparison, object? value, bool holds)
    {
        using var flags = Flags(comparison);
        GrayValue given = value switch { string text => text, int number => number, bool truth => truth, _ => default };
        var context = value is null ? new GrayContext() : new GrayContext { ["x"] = given };

        Assert.That(flags.IsEnabled("f", context), Is.EqualTo(holds));
        Assert.That(flags.Explain("f", context).Decision.Enabled, Is.EqualTo(holds));
    }

    [Test]
    public void Includes_LooksForAnElementOfAList()
    {
        using var flags = Flags("includes \"b\"");

        Assert.That(flags.IsEnabled("f", new GrayContext { ["x"] = new[] { "a", "b" } }), Is.True);
        Assert.That(flags.IsEnabled("f", new GrayContext { ["x"] = new[] { "abc" } }), Is.False);
    }

    [TestCase("gold")]
    [TestCase("=")]
    [TestCase("== ")]
    [TestCase("== [1]")]
    [TestCase("in 1")]
    [TestCase("in [[1]]")]
    [TestCase("sem_ver 1 \"1.0.0\"")]
    [TestCase("sem_ver =")]
    [TestCase("!! 1")]
    public void Text_ThatIsNone_IsRefused(string comparison) =>
        Assert.That(() => Flags(comparison).Dispose(), Throws.InstanceOf<GrayDocumentException>().With.Message.Contains("is no comparison of JsonLogic"));

    private static GrayEvaluator Flags(string comparison)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(comparison);
        return GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { "r": { "when": { "x": { "jsonLogic": {{quoted}} } } } } } } }""");
    }
}
