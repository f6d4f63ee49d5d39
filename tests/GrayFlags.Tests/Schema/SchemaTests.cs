using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Documentation;
using GrayFlags.Tests.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Schema;

/// <summary>The JSON schema for editors says what the reader says, as far as a schema can.</summary>
internal sealed partial class SchemaTests
{
    private const int RandomDocuments = 500;

    // What no schema can know: how names compare, and what a text means.
    private static readonly string[] BeyondASchema =
    [
        nameof(ProblemText.GivenTwice), nameof(ProblemText.RepeatedInJson), nameof(ProblemText.LoneSurrogate), nameof(ProblemText.TextTooLong),
        nameof(ProblemText.TooMany),
        nameof(ProblemText.TooDeep), nameof(ProblemText.TooLarge), nameof(ProblemText.NotAnInstant), nameof(ProblemText.NotADate),
        nameof(ProblemText.RecurrenceTwice), nameof(ProblemText.NotADay), nameof(ProblemText.NestedTooDeep),
    ];

    private static readonly JsonElement Root = JsonElement.Parse(File.ReadAllText(SchemaValidator.SchemaPath));

    // Where in the schema the fields of each object are.
    private static readonly Dictionary<string, JsonElement> Objects = new()
    {
        ["Document"] = Root,
        ["Segment"] = Definition("segment"),
        ["Membership"] = Definition("membership"),
        ["Flag"] = Definition("flag").GetProperty("oneOf")[1],
        ["Rule"] = Definition("rule"),
        ["Conditions"] = Definition("conditions"),
        ["Nested"] = Definition("nested"),
        ["Attribute"] = Definition("operators"),
        ["Allocation"] = Definition("step"),
        ["Percentage"] = Either(Definition("percentage").GetProperty("oneOf")[1], Definition("foreignShare")),
        ["RampPoint"] = Definition("percentage").GetProperty("oneOf")[1].GetProperty("properties").GetProperty("ramp").GetProperty("items"),
        ["Window"] = Definition("window"),
        ["Recurrence"] = Definition("window").GetProperty("properties").GetProperty("recurrence"),
        ["Variant"] = Definition("variant"),
        ["Rollout"] = Definition("rollout"),
        ["Audience"] = Definition("audience"),
        ["AudienceExcept"] = Property("audience", "except"),
        ["Stage"] = Definition("stage"),
        ["RolloutRamp"] = Property("rollout", "ramp"),
        ["Guard"] = Definition("guard"),
        ["Tolerance"] = Property("guard", "tolerance"),
        ["Evidence"] = Property("rollout", "evidence"),
        ["Health"] = Property("rollout", "health"),
        ["Rollback"] = Property("rollout", "onRollback"),
        ["Feedback"] = Property("rollout", "feedback"),
        ["Removal"] = Property("rollout", "feedback").GetProperty("properties").GetProperty("removeWhen"),
    };

    private static JsonElement Either(JsonElement one, JsonElement other)
    {
        var properties = one.GetProperty("properties").EnumerateObject().Concat(other.GetProperty("properties").EnumerateObject())
            .DistinctBy(property => property.Name)
            .ToDictionary(property => property.Name, property => property.Value);
        return JsonSerializer.SerializeToElement(new { properties, additionalProperties = false });
    }

    [Test]
    public void Objects_HaveTheReadersFieldsAndNoOthers()
    {
        var sets = typeof(Fields)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => field.Name, field => ((FieldSet)field.GetValue(null)!).Names);

        Assert.That(Objects.Keys, Is.EquivalentTo(sets.Keys));
        Assert.Multiple(() =>
        {
            foreach (var (name, fields) in sets)
            {
                Assert.That(Objects[name].GetProperty("properties").EnumerateObject().Select(property => property.Name), Is.EquivalentTo(fields), name);
                Assert.That(Objects[name].GetProperty("additionalProperties").GetBoolean(), Is.False, name);
            }
        });
    }

    [Test]
    public void Documents_ThatTheReaderTakes_AreGood()
    {
        var random = new Random(20261121);
        var documents = Enumerable.Range(0, RandomDocuments).ToDictionary(number => $"random {number}", _ => Parse(RandomDocument.Next(random).ToJson()));
        foreach (var block in PageFiles.Documents)
        {
            documents.Add($"{block}", Parse(block.Text));
        }

        documents.Add("sample", Parse(File.ReadAllText(Path.Combine(SampleTests.QuickStart, "flags.json"))));
        documents.Add("rich", Parse(Samples.Rich));
        documents.Add("rollouts", Parse(RolloutSamples.Everything));

        Assert.That(SchemaValidator.Problems(documents), Is.Empty);
    }

    [Test]
    public void Documents_ThatTheReaderRefuses_AreRefused()
    {
        var documents = new Dictionary<string, JsonElement>();
        foreach (var row in DocumentReaderProblemTests.AllRows.Where(
            row => row.Arguments[1] is null && !BeyondASchema.Contains((string)row.Properties.Get(BadDocumentRow.Covers)!)))
        {
            if (TryParse((byte[])row.Arguments[0]!) is { } document && !OddNumber().IsMatch(document.ToString()))
            {
                documents.Add($"{row.Properties.Get(BadDocumentRow.Covers)} {documents.Count}: {document}", document);
            }
        }

        Assert.That(documents, Has.Count.GreaterThan(100));
        Assert.That(documents.Keys.Except(SchemaValidator.Problems(documents).Keys), Is.Empty);
    }

    // Numbers that are others to a validator, which knows doubles only.
    [GeneratedRegex("[0-9][eE][+-]?[0-9]|[0-9]{17}")]
    private static partial Regex OddNumber();

    private static JsonElement Definition(string name) => Root.GetProperty("$defs").GetProperty(name);

    private static JsonElement Property(string definition, string field) => Definition(definition).GetProperty("properties").GetProperty(field);

    private static JsonElement Parse(string json) =>
        JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement;

    // Null for what is no JSON at all, and for what cannot be handed on as JSON: halves of surrogate pairs.
    private static JsonElement? TryParse(byte[] utf8)
    {
        try
        {
            var document = Parse(new UTF8Encoding(false, true).GetString(utf8));
            return JsonSerializer.Serialize(document).Length > 0 ? document : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
