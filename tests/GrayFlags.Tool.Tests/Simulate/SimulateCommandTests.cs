using System.Text.Json;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Simulate;

[TestFixture]
internal sealed class SimulateCommandTests
{
    private const string At = "2026-06-01T12:00:00Z";

    private const string Flags = """
        {
          "segments": { "staff": { "users": ["ana"] }, "专业": { "when": { "plan": "pro" } } },
          "flags": {
            "banner": true,
            "搜索": {
              "variants": { "蓝": { "weight": 50 }, "green": { "weight": 50 } },
              "rules": {
                "blocked": { "when": { "plan": "banned" }, "serve": false },
                "south": { "regions": ["CN-GD"], "percentage": 25, "serve": "split" },
                "专业用户": { "segments": ["专业"] },
                "open": { "custom": { "office-hours": { "team": "eu" } } }
              }
            },
            "cache": { "rules": { "tenth": { "percentage": { "of": 10, "by": "request" } }, "tenants": { "percentage": { "of": 10, "by": "tenant" } } } },
            "ramp": {
              "rules": { "r": { "percentage": { "ramp": [{ "at": "2026-06-02T00:00:00Z", "of": 10 }, { "at": "2026-06-04T00:00:00Z", "of": 50 }] } } }
            },
            "checkout": {
              "rollout": {
                "stages": [
                  { "name": "canary", "percentage": 5, "hold": "00:30:00" },
                  { "name": "half", "percentage": 50, "hold": "00:30:00", "advance": "approval" },
                  { "name": "all", "percentage": 100 }
                ],
                "guards": { "errors": { "metric": "error" } }
              }
            }
          }
        }
        """;

    [TestCase("simulate", "-n", "20000", "--at", At)]
    [TestCase("simulate-mix", "搜索", "-n", "20000", "--at", At, "--region", "CN-GD=60", "--attr", "plan=pro:20,free:80", "--condition", "office-hours=true")]
    [TestCase("simulate-times", "ramp", "-n", "20000", "--from", At, "--to", "2026-06-05T12:00:00Z")]
    [TestCase("simulate-json", "搜索", "banner", "-n", "1000", "--at", At, "--json")]
    [TestCase("simulate-completed", "checkout", "--rollout", "-n", "20000", "--at", At)]
    [TestCase("simulate-rolled-back", "checkout", "--rollout", "-n", "20000", "--at", At, "--canary-failure-rate", "10%")]
    [TestCase("simulate-rolled-back-json", "checkout", "--rollout", "-n", "20000", "--at", At, "--canary-failure-rate", "10%", "--json")]
    public void Piped_IsAsApproved(string name, params string[] args)
    {
        using var folder = new Folder().With("flags.json", Flags);

        var run = folder.Run(["simulate", "flags.json", .. args]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Approved.Compare(run.Output, name);
    }

    [Test]
    public void InColour_IsAsApproved()
    {
        using var folder = new Folder().With("flags.json", Flags);

        var run = folder.RunInColour(110, "simulate", "flags.json", "搜索", "-n", "20000", "--at", At);

        Approved.Compare(run.Output, "simulate-colour");
    }

    [Test]
    public void Help_EndsWithExamples()
    {
        using var folder = new Folder();

        Approved.Compare(folder.Run("simulate", "--help").Output, "simulate-help");
    }

    [TestCase(1)]
    [TestCase(7)]
    public void Threads_AsManyAsOneLikes_TheSameNumbers(int threads)
    {
        using var folder = new Folder().With("flags.json", Flags);
        string[] args = ["simulate", "flags.json", "-n", "50000", "--at", At, "--seed", "9", "--json"];

        var two = folder.Run([.. args, "--threads", "2"]);
        var others = folder.Run([.. args, "--threads", threads.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        Assert.That(others.Output, Is.EqualTo(two.Output));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Contexts_BadLines_AreReportedAfterTheResults(bool isFromInput)
    {
        const string Lines = "\uFEFF{\"userId\":\"ana\",\"region\":\"CN-GD\",\"attributes\":{\"plan\":\"pro\"}}\r\n\nnonsense\n{\"user\":1}\n"
            + "{\"userId\":7,\"region\":null,\"groups\":[\"a\"],\"attributes\":{\"n\":1.5,\"b\":true,\"x\":null}}\n"
            + "{\"attributes\":{\"o\":{}}}\n{\"userId\":\"bo\",\"region\":\"SE\"}";
        using var folder = new Folder().With("flags.json", Flags).With("users.jsonl", Lines);

        var run = isFromInput
            ? folder.RunWith(Lines, "simulate", "flags.json", "banner", "搜索", "-c", "-", "--at", At)
            : folder.Run("simulate", "flags.json", "banner", "搜索", "-c", "users.jsonl", "--at", At);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error.Split('\n'), Has.Length.EqualTo(4).And.Some.StartsWith("contexts(3): no JSON").And.Some.StartsWith("contexts(4): 'user'")
            .And.Some.StartsWith("contexts(6): an attribute"));
        Approved.Compare(run.Output, "simulate-contexts");
    }

    [Test]
    public void Contexts_LongerThanABlock_AreAllRead()
    {
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{{\"userId\":\"u{number}\",\"region\":\"CN-GD-{number}\"}}\n"));
        using var folder = new Folder().With("flags.json", Flags).With("users.jsonl", lines + new string('x', 1_300_000) + "\n{}\n");

        var run = folder.Run("simulate", "flags.json", "搜索", "-c", "users.jsonl", "--at", At, "--json");

        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.That(json.GetProperty("subjects").GetInt32(), Is.EqualTo(20_001));
        Assert.That(json.GetProperty("badLines")[0].GetProperty("line").GetInt32(), Is.EqualTo(20_001));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [TestCase("whom to ask for is missing", "flags.json")]
    [TestCase("there is no flag 'baner'; did you mean 'banner'?", "flags.json", "baner", "-n", "1")]
    [TestCase("--region is 'CN'", "flags.json", "-n", "1", "--region", "CN")]
    [TestCase("more than 100", "flags.json", "-n", "1", "--region", "CN=60,SE=41")]
    [TestCase("--attr is 'plan=pro:x'", "flags.json", "-n", "1", "--attr", "plan=pro:x")]
    [TestCase("exclude each other", "flags.json", "-n", "1", "-c", "x.jsonl")]
    [TestCase("x.jsonl cannot be read", "flags.json", "-c", "x.jsonl")]
    [TestCase("--at is 'noon'", "flags.json", "-n", "1", "--at", "noon")]
    [TestCase("--from and --to", "flags.json", "-n", "1", "--from", At)]
    [TestCase("--step is '0h'", "flags.json", "-n", "1", "--from", At, "--to", At, "--step", "0h")]
    [TestCase("--condition is 'a'", "flags.json", "-n", "1", "--condition", "a")]
    [TestCase("plays one flag", "flags.json", "-n", "1", "--rollout")]
    [TestCase("has no rollout", "flags.json", "banner", "-n", "1", "--rollout")]
    public void Usage_Wrong_IsSaid(string message, params string[] args)
    {
        using var folder = new Folder().With("flags.json", Flags);

        var run = folder.Run(["simulate", .. args]);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain(message));
    }
}
