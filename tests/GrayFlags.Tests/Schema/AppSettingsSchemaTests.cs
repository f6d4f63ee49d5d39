using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using GrayFlags.Tests.Documentation;
using GrayFlags.Tests.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Schema;

/// <summary>The schema for appsettings says what that of documents says, layer by layer.</summary>
internal sealed class AppSettingsSchemaTests
{
    private const string ApproveVariable = "GRAYFLAGS_APPROVE";
    private const int RandomDocuments = 500;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static string SchemaPath => Repository.PathOf("src/GrayFlags/schema/appsettings.grayflags.schema.json");

    [Test]
    public void Schema_IsMadeFromThatOfDocuments()
    {
        var made = AppSettingsSchema.From(File.ReadAllText(SchemaValidator.SchemaPath));
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(SchemaPath, made);
        }

        Assert.That(File.ReadAllText(SchemaPath).ReplaceLineEndings("\n"), Is.EqualTo(made), $"Run this test with {ApproveVariable}=1 and commit the schema.");
    }

    [Test]
    public void Schemas_HaveTheAddressOfTheirVersion()
    {
        var version = XDocument.Load(Repository.PathOf("src/Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

        Assert.Multiple(() =>
        {
            foreach (var path in new[] { SchemaValidator.SchemaPath, SchemaPath })
            {
                Assert.That(
                    JsonNode.Parse(File.ReadAllText(path))!["$id"]!.GetValue<string>(),
                    Is.EqualTo($"https://raw.githubusercontent.com/grayflags/grayflags/v{version}/src/GrayFlags/schema/{Path.GetFileName(path)}"));
            }
        });
    }

    [Test]
    public void Documents_ThatTheReaderTakes_AreGoodSections()
    {
        var random = new Random(20261129);
        var documents = Enumerable.Range(0, RandomDocuments).ToDictionary(number => $"random {number}", _ => RandomDocument.Next(random).ToJson());
        documents.Add("rich", Samples.Rich);
        documents.Add("rollouts", RolloutSamples.Everything);
        var sections = documents.ToDictionary(document => document.Key, document => SectionOf(document.Value));
        sections.Add("sample", Parse(File.ReadAllText(Path.Combine(SampleTests.QuickStart, "appsettings.json"))));

        Assert.That(SchemaValidator.Problems(sections, SchemaPath), Is.Empty);
    }

    [TestCase("""{ "Flags": { "f": { "Rules": { "r": { "Percentage": 25 } } } } }""", TestName = "Pascal case")]
    [TestCase("""{ "flags": { "f": { "Enabled": "False" } }, "Off": "f, g" }""", TestName = "Values as texts")]
    [TestCase("""{ "Flags": { "f": { "Rules": { "r": { "Percentage": "25%" } } } } }""", TestName = "A percentage with its sign")]
    [TestCase("""{ "Flags": { "f": { "Owner": "team" } } }""", TestName = "A layer that adds one field of a flag")]
    [TestCase("""{ "Flags": { "f": { "Rollout": { "Guards": { "errors": { "Kind": "rate" } } } } } }""", TestName = "A layer that changes a guard")]
    public void Section_OfOneLayer_IsGood(string section) =>
        Assert.That(SchemaValidator.Problems(new Dictionary<string, JsonElement> { [""] = SectionOf(section) }, SchemaPath), Is.Empty);

    [TestCase("""{ "Flags": { "f": { "Rules": { "r": { "Percentge": 25 } } } } }""", TestName = "A misspelt field")]
    [TestCase("""{ "Flags": { "f": { "Rules": [{ "Percentage": 25 }] } } }""", TestName = "Rules as a list")]
    [TestCase("""{ "Flags": { "f": { "Rules": { "r": { "Percentage": 101 } } } } }""", TestName = "More than everybody")]
    [TestCase("""{ "Flags": { "f": { "Enabled": "no" } } }""", TestName = "A text that is no boolean")]
    [TestCase("""{ "Flags": { "f": 1 } }""", TestName = "A number for a flag")]
    [TestCase("""{ "StateDirectory": "state" }""", TestName = "An option in the section")]
    public void Section_WithAMistake_IsRefused(string section) =>
        Assert.That(SchemaValidator.Problems(new Dictionary<string, JsonElement> { [""] = SectionOf(section) }, SchemaPath), Is.Not.Empty);

    private static JsonElement SectionOf(string document)
    {
        var section = JsonNode.Parse(document, documentOptions: Lenient)!;
        section.AsObject().Remove("$schema");
        return JsonSerializer.SerializeToElement(new JsonObject { [AppSettingsSchema.Section] = section });
    }

    private static JsonElement Parse(string json) =>
        JsonDocument.Parse(json, Lenient).RootElement;
}
