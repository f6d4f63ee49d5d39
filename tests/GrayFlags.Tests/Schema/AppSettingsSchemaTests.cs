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

    private static readonly TestCaseData[] Good =
    [
        Case("Pascal case", """{ "Flags": { "f": { "Rules": { "r": { "Percentage": 25 } } } } }"""),
        Case("Values as texts", """{ "flags": { "f": { "Enabled": "False" } }, "Off": "f, g" }"""),
        Case("A percentage with its sign", """{ "Flags": { "f": { "Rules": { "r": { "Percentage": "25%" } } } } }"""),
        Case("A layer that adds one field of a flag", """{ "Flags": { "f": { "Owner": "team" } } }"""),
        Case("A layer that changes a guard", """{ "Flags": { "f": { "Rollout": { "Guards": { "errors": { "Kind": "rate" } } } } } }"""),
    ];

    private static readonly TestCaseData[] Bad =
    [
        Case("A misspelt field", """{ "Flags": { "f": { "Rules": { "r": { "Percentge": 25 } } } } }"""),
        Case("Rules as a list", """{ "Flags": { "f": { "Rules": [{ "Percentage": 25 }] } } }"""),
        Case("More than everybody", """{ "Flags": { "f": { "Rules": { "r": { "Percentage": 101 } } } } }"""),
        Case("A text that is no boolean", """{ "Flags": { "f": { "Enabled": "no" } } }"""),
        Case("A number for a flag", """{ "Flags": { "f": 1 } }"""),
        Case("An option in the section", """{ "StateDirectory": "state" }"""),
    ];

    // The validator reads the schema for longer than it looks at any of them: it is asked once.
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Small = new(static () => SchemaValidator.Problems(
        Good.Concat(Bad).Select(static data => (string)data.Arguments[0]!).ToDictionary(static section => section, SectionOf), SchemaPath));

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

    [TestCaseSource(nameof(Good))]
    public void Section_OfOneLayer_IsGood(string section) => Assert.That(Small.Value, Does.Not.ContainKey(section));

    [TestCaseSource(nameof(Bad))]
    public void Section_WithAMistake_IsRefused(string section) => Assert.That(Small.Value, Does.ContainKey(section));

    private static TestCaseData Case(string name, string section) => new TestCaseData(section).SetName(name);

    private static JsonElement SectionOf(string document)
    {
        var section = JsonNode.Parse(document, documentOptions: Lenient)!;
        section.AsObject().Remove("$schema");
        return JsonSerializer.SerializeToElement(new JsonObject { [AppSettingsSchema.Section] = section });
    }

    private static JsonElement Parse(string json) =>
        JsonDocument.Parse(json, Lenient).RootElement;
}
