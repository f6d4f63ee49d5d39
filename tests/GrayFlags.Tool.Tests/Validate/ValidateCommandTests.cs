using System.Text.Json;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Validate;

[TestFixture]
internal sealed class ValidateCommandTests
{
    private const string At = "2026-06-01T00:00:00Z";

    private const string Broken = """
        {
          "flags": {
            "sale": { "rules": { "half": { "percentge": 50 } } },
            "结账": { "rules": { "staff": { "segments": ["stff"] }, "灰度": { "percentage": 101 } } },
            "search": 3
          }
        }
        """;

    private const string Unresolved = """
        {
          "segments": { "staff": { "users": ["ana"] } },
          "flags": {
            "结账": { "description": "新的结账", "rules": { "staff": { "segments": ["stff"] }, "灰度": { "percentage": 101 } } },
            "button": { "rules": {
              "layer-1": { "percentage": { "of": 10, "salt": "s", "from": 0 } },
              "layer-2": { "percentage": { "of": 10, "salt": "s", "from": 5 } } } }
          }
        }
        """;

    private const string Odd = """
        {
          "off": ["new-chekout", "old"],
          "segments": { "staff": { "users": ["ana"] }, "unused": { "users": [] }, "above": { "segments": ["unused"] } },
          "flags": {
            "结账": { "expires": "2026-01-01", "owner": "shop",
              "rules": { "all": {}, "later": { "users": ["bo"] }, "share": { "percentage": 0.5, "priority": -1 } } },
            "new-checkout": {
              "rules": {
                "empty": { "users": [] },
                "over": { "window": { "end": "2026-01-01T00:00:00Z" } },
                "range": { "when": { "n": { "gt": 5, "lt": 3 } }, "regions": ["China"] },
                "excepted": { "segments": ["staff"], "except": { "segments": ["Staff"] } }
              }
            }
          }
        }
        """;

    // What may be meant: nothing here is worth a word.
    private const string Fine = """
        {
          "off": ["paused"],
          "segments": {
            "staff": { "users": ["ana"], "regions": [] }, "inner": { "when": { "plan": "pro" } }, "outer": { "segments": ["inner"] },
            "sold": { "users": ["bo"] }
          },
          "flags": {
            "paused": true,
            "none-yet": { "rules": { "half": { "percentage": 0 } } },
            "until-later": { "expires": "2026-06-01",
              "rules": { "w": { "window": { "end": "2026-06-01T00:00:01Z" } }, "o": { "segments": ["outer", "staff"] } } },
            "local": { "rules": { "w": { "window": { "start": "2026-05-01T00:00:00", "end": "2026-06-01T00:00:00", "timeZone": "Pacific/Honolulu" } } } },
            "denied": { "rules": { "all": { "priority": 1 }, "lin": { "users": ["lin"], "serve": false, "priority": 0 } } },
            "tie": { "rules": { "everyone": {}, "some": { "users": ["lin"], "serve": false } } },
            "off-rule": { "rules": { "later": { "users": [], "enabled": false } } },
            "split": { "variants": { "a": { "weight": 1 } }, "rules": { "a": { "serve": "split" }, "b": {} } },
            "lists": { "rules": { "r": { "when": { "tags": { "eq": "a", "ne": "b" }, "n": { "gte": 3, "lte": 3 } },
              "regions": ["CN"], "except": { "regions": ["CN-GD"] } } } },
            "own": { "rules": { "r": { "custom": { "weekday": { "days": 3 }, "any-name": true } } } },
            "whole": { "rules": { "r": { "all": [{ "segments": ["sold"] }, { "regions": ["CN-GD"] }], "regions": ["CN"] } } },
            "placed": { "rules": { "a": { "percentage": { "of": 10, "salt": "s" } }, "b": { "percentage": { "of": 20, "salt": "s" } } } }
          }
        }
        """;

    private static Folder Rules() => new Folder().With("broken.json", Broken).With("unresolved.json", Unresolved).With("odd.json", Odd).With("fine.json", Fine);

    [Test]
    public void Findings_Piped_AreALineEach()
    {
        using var folder = Rules();

        var run = folder.Run("validate", "broken.json", "unresolved.json", "odd.json", "--at", At);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "")));
        Approved.Compare(run.Output, "validate");
    }

    [Test]
    public void Findings_InATerminal_AreInColour()
    {
        using var folder = Rules();

        Approved.Compare(folder.RunInColour(100, "validate", "unresolved.json", "odd.json", "--at", At).Output, "validate.colour");
    }

    [Test]
    public void NoColor_TakesColoursAway()
    {
        using var folder = Rules();

        var run = Grayflags.Run(folder.Path, "", [new("FORCE_COLOR", "1"), new("NO_COLOR", "1")], "validate", "broken.json");

        Assert.That(run.Output, Does.Not.Contain("\u001B[9").And.Contain("broken.json is refused"));
    }

    [Test]
    public void Findings_ForGitHub_AreAnnotations()
    {
        using var folder = Rules().With("a,b:c%.json", """{ "flags": { "a": { "rules": { "r": { "percentage": "50%" } } } } }""");

        Approved.Compare(folder.Run("validate", "unresolved.json", "odd.json", "a,b:c%.json", "--github", "--at", At).Output, "validate.github");
    }

    [Test]
    public void Findings_AsJson_AreOneObject()
    {
        using var folder = Rules();

        var run = folder.Run("validate", "unresolved.json", "odd.json", "--json", "--at", At);

        Assert.That(JsonDocument.Parse(run.Output).RootElement.GetProperty("problems").GetInt32(), Is.EqualTo(3));
        Approved.Compare(run.Output, "validate.json");
    }

    [Test]
    public void Document_ThatMayBeMeant_HasNoWarning()
    {
        using var folder = Rules();

        var run = folder.Run("validate", "fine.json", "--at", At, "--strict");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((0, "fine.json is good: 12 flags, 4 segments\n")));
    }

    [TestCase(0)]
    [TestCase(1, "--strict")]
    public void Warnings_FailWhereTheyAreToldTo(int exitCode, params string[] options)
    {
        using var folder = Rules();

        Assert.That(folder.Run(["validate", "odd.json", .. options]).ExitCode, Is.EqualTo(exitCode));
    }

    // A rule that contradicts itself in one way each; {} is the document around it.
    [TestCase("""{ "regions": [] }""", "its list of regions is empty")]
    [TestCase("""{ "segments": [] }""", "its list of segments is empty")]
    [TestCase("""{ "environments": [] }""", "its list of environments is empty")]
    [TestCase("""{ "when": { "a": [] } }""", "'a' has an empty list under 'in'")]
    [TestCase("""{ "when": { "a": { "exists": false, "eq": "x" } } }""", "'a' has to be absent and to have a value")]
    [TestCase("""{ "when": { "a": { "eq": "x", "notIn": ["y", "x"] } } }""", "'a' has to be 'x' and not to be it")]
    [TestCase("""{ "when": { "a": { "in": ["x", "y"], "notIn": ["y", "x"] } } }""", "'a' has to be in a list, each of which it must not be")]
    [TestCase("""{ "when": { "a": { "gte": 3, "lt": 3 } } }""", "'a' has to be at least 3 and below 3")]
    [TestCase(
        """{ "when": { "a": { "newerThan": "1.00:00:00", "olderThan": "2.00:00:00" } } }""",
        "'a' has to be 2.00:00:00 old or older, and newer than 1.00:00:00")]
    [TestCase("""{ "users": ["a", "b"], "except": { "users": ["b", "a", "c"] } }""", "each of its users is excepted")]
    [TestCase("""{ "regions": ["CN-GD"], "except": { "regions": ["cn"] } }""", "each of its regions is excepted")]
    [TestCase("""{ "regions": ["CN-GD"], "all": [{ "regions": ["CN-GX", "CN-G"] }] }""", "no region is in all of its lists")]
    [TestCase("""{ "all": [{ "users": ["a"] }, { "users": ["b"] }] }""", "no user is in all of its lists")]
    [TestCase("""{ "any": [{ "users": [] }, { "when": { "a": [] } }] }""", "no object of 'any' can hold: its list of users is empty")]
    [TestCase("""{ "all": [{ "window": { "end": "2025-01-01", "timeZone": "Asia/Shanghai" } }] }""", "its window ended with 2025-01-01T00:00:00")]
    [TestCase(
        """{ "window": { "days": "mon", "timeZone": "UTC", "recurrence": null, "start": "2025-01-01", "end": "2025-03-01" } }""",
        "its window ended with 2025-03-01T00:00:00")]
    [TestCase(
        """{ "window": { "timeZone": "UTC", "recurrence": { "until": "2026-05-29", "days": "fri" } } }""",
        "its window returned until 2026-05-29 and no longer")]
    public void Rule_ThatContradictsItself_IsAWarning(string rule, string reason)
    {
        using var folder = new Folder();

        var run = folder.RunWith($$"""{ "flags": { "f": { "rules": { "r": {{rule}} } } } }""", "validate", "-", "--at", At);

        Assert.That(run.Output, Is.EqualTo($"stdin(1,37): warning: flags.f.rules.r: this rule can never match: {reason}\nstdin is good: 1 flag, 1 warning\n"));
    }

    [Test]
    public void Rollout_AfterARuleForEveryone_IsAWarning()
    {
        using var folder = new Folder().With("flags.json", """
            { "flags": { "f": { "rules": { "all": {} }, "rollout": { "start": "2026-01-01T00:00:00Z", "ramp": { "to": 9, "over": "1.00:00:00" } } } } }
            """);

        Assert.That(
            folder.Run("validate", "flags.json").Output,
            Does.Contain("flags.f.rollout: this rollout is never asked: rule 'all' goes before it and matches everyone"));
    }

    [Test]
    public void Layers_Merged_AreCheckedTogether()
    {
        using var folder = new Folder()
            .With("base.json", """{ "segments": { "staff": { "users": ["ana"] } }, "flags": { "a": { "rules": { "r": { "segments": ["staff"] } } } } }""")
            .With("upper.json", "{ \"flags\": {\n \"b\": { \"rules\": { \"r\": { \"segments\": [\"staff\", \"stuff\"] } } } } }");

        var alone = folder.Run("validate", "base.json", "upper.json");
        var merged = folder.Run("validate", "base.json", "upper.json", "--merged");

        Assert.That(
            alone.Output,
            Does.StartWith("base.json is good: 1 flag, 1 segment\nupper.json(2,39): flags.b.rules.r.segments: there is no segment 'staff'\n"));
        Assert.That(merged.Output, Is.EqualTo(
            "upper.json(2,39): flags.b.rules.r.segments: there is no segment 'stuff'; did you mean 'staff'?\n"
            + "base.json + upper.json is refused: 2 flags, 1 segment, 1 problem\n"));
    }

    [TestCase("unleash", """{ "features": [{ "name": "a", "enabled": true, "strategies": [{ "name": "mine" }] }] }""", 1)]
    [TestCase("flagd", """{ "flags": { "a": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "on" } } }""", 0)]
    public void Document_OfAnotherSystem_IsReadAsTheirs(string format, string json, int exitCode)
    {
        using var folder = new Folder();

        Assert.That(folder.RunWith(json, "validate", "-", "--format", format).ExitCode, Is.EqualTo(exitCode));
    }

    [Test]
    public void Source_ThatIsNotThere_IsUsage()
    {
        using var folder = new Folder();

        var run = folder.Run("validate", "missing.json");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith("grayflags: missing.json cannot be read: "));
    }

    [Test]
    public void Usage_Contradicting_IsRefused()
    {
        using var folder = Rules();

        var run = folder.Run("validate", "fine.json", "--github", "--json");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((2, "grayflags: --github and --json exclude each other\nTry: grayflags validate --help\n")));
    }
}
