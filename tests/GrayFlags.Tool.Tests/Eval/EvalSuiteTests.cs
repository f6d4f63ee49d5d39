using System.Text.Json;
using System.Text.Json.Nodes;
using GrayFlags.Tests.Kit;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Eval;

/// <summary>Every case of other systems beside the repository is answered as they answer it, by one process for each file.</summary>
[TestFixture]
internal sealed class EvalSuiteTests
{
    [Test]
    public void Rows_AreAnsweredAsTheirSystemDoes(
        [Values("unleash", "unleash_generated", "msfm_samples", "msfm_generated", "msfm_recurrence", "flagd_generated")] string file)
    {
        var path = Path.GetFullPath(Repository.PathOf(Path.Combine("..", "shared", "suites", file + ".jsonl")));
        if (!File.Exists(path))
        {
            Assert.Ignore($"The cases of {file} are not beside the repository, in ../shared/suites.");
        }

        var rows = File.ReadLines(path).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        using var folder = new Folder().With("cases.jsonl", string.Join('\n', rows.Select(Case)));

        var run = folder.Run("eval", "--cases", "cases.jsonl");

        var answers = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.That(answers, Has.Count.EqualTo(rows.Count), run.Error);
        Assert.That(
            rows.Zip(answers, static (row, answer) => (Case: row.GetProperty("case").GetString(), Difference: Difference(row.GetProperty("expect"), answer)))
                .Where(static result => result.Difference is not null)
                .Select(static result => $"{result.Case}: {result.Difference}"),
            Is.Empty);
    }

    private static string Case(JsonElement row)
    {
        var subject = row.TryGetProperty("subject", out var given) ? given : JsonDocument.Parse("{}").RootElement;
        var line = new JsonObject
        {
            ["document"] = Node(row, "document"),
            ["format"] = row.GetProperty("format").GetString() switch { "flagd" => "flagd", ['u', ..] => "unleash", _ => "featuremanagement" },
            ["flag"] = Node(row, "flag"),
            ["context"] = new JsonObject
            {
                ["userId"] = Node(subject, "key"),
                ["attributes"] = Node(subject, "attributes"),
                ["groups"] = Node(subject, "groups"),
            },
            ["now"] = Node(subject, "now") ?? "2026-01-01T00:00:00Z",
            ["ignoreCase"] = row.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object ? Node(options, "ignore_case") : null,
        };
        return line.ToJsonString();
    }

    private static JsonNode? Node(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;

    private static string? Difference(JsonElement expected, JsonElement answer)
    {
        var error = answer.GetProperty("error").GetString();
        if (expected.TryGetProperty("error", out _))
        {
            return error == "BadDocument" ? null : $"{error} instead of BadDocument";
        }

        if (error is "BadDocument" or "BadLine")
        {
            return answer.GetProperty("message").GetString();
        }

        return Differs("enabled") ?? Differs("variant") ?? Differs("value");

        // A payload of Unleash is a text, also that of a number. A value that is null was not asked for.
        string? Differs(string name) => !expected.TryGetProperty(name, out var wanted)
            || (name == "value" && wanted.ValueKind == JsonValueKind.Null)
            || JsonElement.DeepEquals(wanted, answer.GetProperty(name))
            || (wanted.ValueKind == JsonValueKind.String && answer.GetProperty(name).ValueKind == JsonValueKind.Number
                && answer.GetProperty(name).GetRawText() == wanted.GetString())
            ? null
            : $"{name}: {answer.GetProperty(name)} instead of {wanted}";
    }
}
