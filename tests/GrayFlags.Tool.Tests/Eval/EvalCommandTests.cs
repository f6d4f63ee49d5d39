using System.Text.Json;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Eval;

[TestFixture]
internal sealed class EvalCommandTests
{
    private const string Document = """
        { "flags": {
          "half": { "variants": { "v": { "value": { "词": ["中", 1.50] } } }, "rules": { "r": { "percentage": 50, "serve": "v" } } },
          "staff": { "rules": { "r": { "when": { "groups": ["staff"], "user.tier": "gold" } } } },
          "here": { "rules": { "r": { "environments": ["Staging"] } } },
          "own": { "rules": { "r": { "custom": { "weekday": { "days": 3 } } } } },
          "evening": { "rules": { "r": { "window": { "start": "2026-06-01T00:00:00Z" } } } },
          "region": { "rules": { "r": { "regions": ["CN"] } } },
          "staged": { "rollout": { "stages": [{ "name": "a", "percentage": 100 }] } }
        } }
        """;

    private static readonly string OneLine = Document.ReplaceLineEndings("");

    [Test]
    public void Cases_AreAnsweredInOrder()
    {
        // Buckets are those of the golden vectors' algorithm; the others follow from the document above.
        string[] lines =
        [
            $$"""{ "document": {{OneLine}}, "flag": "half", "context": { "userId": "ana" } }""",
            """{ "flag": "half", "context": { "userId": "bo", "attributes": null, "groups": null }, "format": null, "now": null }""",
            """{ "flag": "half" }""",
            """{ "flag": "staff", "context": { "attributes": { "user": { "tier": "gold" } }, "groups": ["staff", "all"] } }""",
            """{ "flag": "here", "environment": "staging" }""",
            """{ "flag": "here" }""",
            """{ "flag": "own", "conditions": { "weekday": true } }""",
            """{ "flag": "own" }""",
            """{ "flag": "evening", "now": "2026-05-31T23:59:59Z" }""",
            "",
            """{ "flag": "evening", "now": "2026-06-01T08:00:00+08:00" }""",
            """{ "flag": "region", "context": { "region": "cn-gd" }, "case": "a note of somebody's own" }""",
            """{ "flag": "staged", "context": { "userId": "ana" } }""",
            """{ "flag": "nowhere" }""",
            """{ "flag": "a", "document": { "features": [{ "name": "a", "enabled": true, "strategies": [{ "name": "default", "constraints": """
                + """[{ "contextName": "environment", "operator": "IN", "values": ["prod"] }] }] }] }, "format": "unleash", "environment": "prod" }""",
        ];
        using var folder = new Folder();

        var run = folder.RunWith(string.Join('\n', lines), "eval", "--cases", "-");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Approved.Compare(run.Output, "eval");
    }

    [Test]
    public void Lines_ThatAreWrong_AreAnsweredAndPassed()
    {
        string[] lines =
        [
            "nonsense", "[]", "3", "\"half\"", "{}", "null", "{\"flag\":\"a\"", new string('[', 100_000),
            "{\"flag\":" + new string('[', 60) + new string(']', 60) + "}",
            """{ "flag": "half" }""",
            $$"""{ "document": {{OneLine}}, "flag": 3 }""",
            """{ "flag": "\ud800" }""", """{ "flag": "half", "context": { "userId": "\udc00" } }""", """{ "\ud800": 1, "flag": "half" }""",
            """{ "flag": "half", "context": [] }""", """{ "flag": "half", "context": { "userId": 42 } }""",
            """{ "flag": "half", "context": { "region": {} } }""",
            """{ "flag": "half", "context": { "attributes": "a" } }""", """{ "flag": "half", "context": { "attributes": { "n": 1e999 } } }""",
            """{ "flag": "half", "context": { "attributes": { "n": 123456789012345678901234567890e30 } } }""",
            """{ "flag": "half", "context": { "attributes": { "l": [1, [2]] } } }""", """{ "flag": "half", "context": { "groups": "staff" } }""",
            """{ "flag": "half", "context": { "attribute": {} } }""", """{ "flag": "half", "contxt": {} }""", """{ "flag": "half", "now": "yesterday" }""",
            """{ "flag": "half", "now": 3 }""", """{ "flag": "half", "format": "toml" }""", """{ "flag": "half", "environment": false }""",
            """{ "flag": "half", "conditions": { "a": 1 } }""", """{ "flag": "half", "ignoreCase": "yes" }""", """{ "flag": "half", "fractional": "v9" }""",
            """{ "flag": "half", "document": { "flags": { "half": { "rules": { "r": { "percentage": 101 } } } } } }""",
            """{ "flag": "half" }""", """{ "flag": "half", "document": [] }""", """{ "flag": "half", "document": { "flags": { "half": true } } }""",
            """{ "flag": "half", "context": { "userId": "" } }""",
        ];
        using var folder = new Folder();

        var run = folder.RunWith(string.Join('\n', lines), "eval", "--cases", "-");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "")));
        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(lines.Length));
        Approved.Compare(run.Output, "eval.wrong");
    }

    [Test]
    public void Line_OfTwentyMegabytes_IsPassed()
    {
        using var folder = new Folder();

        var run = folder.RunWith(new string('x', 20_000_000) + "\n{\"flag\":\"a\",\"document\":{\"flags\":{\"a\":true}}}", "eval", "--cases", "-");

        var answers = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.That(answers, Has.Count.EqualTo(2));
        Assert.That(answers[0].GetProperty("message").GetString(), Is.EqualTo("the line is longer than 16777216 bytes"));
        Assert.That(answers[1].GetProperty("enabled").GetBoolean());
    }

    [Test]
    public void Bytes_ThatAreNoText_AreAnsweredAndPassed()
    {
        using var folder = new Folder();
        File.WriteAllBytes(
            Path.Combine(folder.Path, "cases.jsonl"),
            [.. "{\"flag\":\""u8, 0xFF, 0xC3, .. "\"}\n{\"flag\":\"a\",\"document\":{\"flags\":{\"a\":true}}}"u8]);

        var run = folder.Run("eval", "--cases", "cases.jsonl");

        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2), run.Output);
        Assert.That(run.Output, Does.Contain("BadLine").And.Contain("Static"));
    }

    [Test]
    public void Input_IsAnsweredLineByLine()
    {
        using var folder = new Folder();
        using var process = Grayflags.Start(folder.Path, [], "eval", "--cases", "-");

        foreach (var user in new[] { "ana", "bo", "cy" })
        {
            process.StandardInput.Write("""{"document":{"flags":{"a":{"rules":{"r":{"users":"bo"}}}}},"flag":"a","context":{"userId":""" + $"\"{user}\"}}}}\n");
            process.StandardInput.Flush();

            // The next line is written only when this one was answered.
            Assert.That(process.StandardOutput.ReadLine(), Does.StartWith($"{{\"enabled\":{(user == "bo" ? "true" : "false")},"));
        }

        process.StandardInput.Close();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }

    [Test]
    public void File_ThatIsNotThere_IsUsage()
    {
        using var folder = new Folder();

        Assert.That(folder.Run("eval", "--cases", "none.jsonl"), Has.Property("ExitCode").EqualTo(2));
        Assert.That(folder.Run("eval").Error, Is.EqualTo("grayflags: Option '--cases' is required.\nTry: grayflags eval --help\n"));
    }
}
