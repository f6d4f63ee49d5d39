using System.Text.Json;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Explain;

[TestFixture]
internal sealed class ExplainCommandTests
{
    private const string At = "2026-06-01T12:00:00Z";

    private const string Rules = """
        {
          "segments": { "员工": { "users": ["ana"] } },
          "flags": {
            "new-checkout": {
              "variants": { "red": { "value": "#f00" } },
              "rules": {
                "员工": { "segments": ["员工"], "priority": -1, "serve": "red" },
                "half": { "percentage": 50, "regions": ["CN"], "except": { "regions": ["CN-GD"] } },
                "pro": { "when": { "plan": ["pro", "team"], "orders": { "gte": 100 } } },
                "own": { "custom": { "weekday": { "days": "mon" } } },
                "later": { "window": { "start": "2026-12-12T19:00:00+08:00" } },
                "old": { "enabled": false }
              }
            },
            "staged": { "rollout": { "stages": [
              { "name": "one", "percentage": 1 }, { "name": "half", "percentage": 50 }, { "name": "all", "percentage": 100 }] } },
            "by-clock": { "rollout": { "start": "2026-06-01T00:00:00Z", "stages": [
              { "name": "one", "percentage": 1, "hold": "06:00:00" }, { "name": "all", "percentage": 100 } ] } },
            "here": { "rules": { "r": { "environments": ["Staging"], "instances": ["shop-7"] } } },
            "plain": true
          }
        }
        """;

    private static Folder Flags() => new Folder().With("flags.json", Rules);

    [TestCase("piped", "new-checkout", "--user", "guo", "--region", "CN-GX", "--attr", "plan=pro", "--attr", "orders=7")]
    [TestCase("staged", "staged", "--user", "guo")]
    [TestCase("staged.all", "staged", "--user", "guo", "--stage", "all")]
    [TestCase("staged.2", "STAGED", "--user", "guo", "--stage", "2")]
    [TestCase("clock", "by-clock", "--user", "guo")]
    [TestCase("here", "here", "--environment", "staging", "--instance", "shop-7")]
    [TestCase("plain", "plain")]
    [TestCase("json", "new-checkout", "--user", "ana", "--json", "--condition", "weekday=true")]
    public void Decision_Piped_IsPlain(string name, params string[] args)
    {
        using var folder = Flags();

        var run = folder.Run(["explain", "flags.json", .. args, "--at", At]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Output, Has.No.Member('\u001B'));
        Approved.Compare(run.Output, $"explain.{name}");
    }

    [Test]
    public void Decision_InATerminal_IsATree()
    {
        using var folder = Flags();

        var run = folder.RunInColour(80, "explain", "flags.json", "new-checkout", "--user", "ana", "--region", "CN-GX", "--at", At);

        Approved.Compare(run.Output, "explain.colour");
    }

    [Test]
    public void Condition_OfTheApp_HoldsAsItIsTold()
    {
        using var folder = Flags();

        var run = folder.Run("explain", "flags.json", "new-checkout", "--condition", "Weekday=true", "--at", At, "--json");

        Assert.That(JsonDocument.Parse(run.Output).RootElement.GetProperty("decision").GetProperty("rule").GetString(), Is.EqualTo("own"));
    }

    [TestCase(1, "there is no flag 'new-chekout'; did you mean 'new-checkout'?", "new-chekout")]
    [TestCase(1, "there is no flag 'checkout'; did you mean 'new-checkout'?", "checkout")]
    [TestCase(1, "there is no flag 'zzz'; there are by-clock, here, new-checkout, plain, staged", "zzz")]
    [TestCase(2, "--condition: there is no custom condition in the document 'weekdy'; did you mean 'weekday'?", "plain", "--condition", "weekdy=true")]
    [TestCase(2, "--condition is 'weekday', and not name=true or name=false", "plain", "--condition", "weekday")]
    [TestCase(2, "--stage is '4'; the stages are 1 (one), 2 (half), 3 (all)", "staged", "--stage", "4")]
    [TestCase(2, "--stage is given, and 'plain' has no rollout with stages", "plain", "--stage", "1")]
    [TestCase(2, "--attr is 'plan', and not name=value", "plain", "--attr", "plan")]
    public void Question_ThatCannotBeAnswered_SaysWhy(int exitCode, string message, params string[] args)
    {
        using var folder = Flags();

        var run = folder.Run(["explain", "flags.json", .. args]);

        Assert.That((run.ExitCode, run.Output, run.Error), Is.EqualTo((exitCode, "", $"grayflags: {message}\n")));
    }

    [Test]
    public void Document_WithProblems_ListsThem()
    {
        using var folder = new Folder().With("flags.json", "{ \"flags\": {\n \"a\": 3 } }");

        var run = folder.Run("explain", "flags.json", "a");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "flags.json(2,7): flags.a: 3 is found where true, false or an object is expected\n")));
    }
}
