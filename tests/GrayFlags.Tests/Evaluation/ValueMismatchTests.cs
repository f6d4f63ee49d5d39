using System.Text.Json.Serialization.Metadata;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>A variant's value that is not of the type that the code asks for: the log names the place and the kinds, and no value.</summary>
internal sealed class ValueMismatchTests
{
    private const string Secret = "S3CR3T";

    [TestCase("""{ "name": "n", "size": "S3CR3T" }""", "$.size: a text where a number is expected")]
    [TestCase("""{ "name": "n", "size": [1] }""", "$.size: a list where a number is expected")]
    [TestCase("""{ "name": "n", "size": 1.5 }""", "$.size: a number that is no Int32")]
    [TestCase("""{ "name": "n", "bold": "S3CR3T" }""", "$.bold: a text where true or false is expected")]
    [TestCase("""{ "name": { "S3CR3T": 1 } }""", "$.name: an object where a text is expected")]
    [TestCase("""{ "name": "n", "inner": { "name": "n", "size": "S3CR3T" } }""", "$.inner.size: a text where a number is expected")]
    public void Object_ThatDoesNotFit_IsLoggedWithItsPlace(string value, string reason) =>
        Assert.That(Reason(value, new ThemeModel("", 0, false), ValueJsonContext.Default.ThemeModel), Is.EqualTo(reason));

    [Test]
    public void List_ThatDoesNotFit_IsLoggedWithItsPlace() =>
        Assert.That(
            Reason("""[1, "S3CR3T"]""", Array.Empty<int>(), ValueJsonContext.Default.Int32Array), Is.EqualTo("$[1]: a text where a number is expected"));

    [TestCase("\"S3CR3T\"", "$: a text where a number is expected")]
    [TestCase("{ }", "$: an object where a number is expected")]
    [TestCase("1e10", "$: a number that is no Int32")]
    public void Number_ThatDoesNotFit_IsLogged(string value, string reason) => Assert.That(Reason(value, 0, null), Is.EqualTo(reason));

    [Test]
    public void Type_WithoutMetadata_IsLoggedWithTheWayOut() =>
        Assert.That(
            Reason("{ }", new Version(1, 0), null),
            Is.EqualTo("nothing is known of the type Version; pass its JsonTypeInfo, or set o.JsonTypeInfoResolver to a source-generated context"));

    private static string Reason<T>(string value, T defaultValue, JsonTypeInfo<T>? typeInfo)
    {
        using var logs = new RecordingLoggerFactory();
        var document = FlagDocument.Parse($$"""{ "flags": { "f": { "default": "v", "variants": { "v": { "value": {{value}} } } } } }""");
        using var flags = TestEvaluator.Create(new InMemoryRuleProvider(document), log: logs);

        var read = typeInfo is null ? flags.GetValue("f", null, defaultValue) : flags.GetValue("f", null, defaultValue, typeInfo);

        Assert.That(read, Is.EqualTo(defaultValue));
        var message = logs.Entries.Single(entry => entry.EventId.Id == 102).Message;
        Assert.That(message, Does.StartWith("Flag 'f' serves variant 'v', whose value is no ").And.Not.Contain(Secret));
        return message.Split("The reason: ")[1].TrimEnd('.');
    }
}
