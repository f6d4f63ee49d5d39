using System.Text;
using System.Text.RegularExpressions;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Tests.Evaluation.Reference;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A document means the same in a JSON file of ours and in a section of appsettings.</summary>
internal sealed partial class ConfigurationParityTests
{
    // In the order in which configuration hands keys out, since a document keeps the order in which it was written.
    private const string Rich = """
        {
          "$schema": "https://example.org/grayflags.schema.json",
          "schemaVersion": 1,
          "version": 9007199254740993,
          "issuedAt": "2026-11-20T09:30:00+01:00",
          "description": "Weihnachten – 圣诞节 \"2026\"",
          "metadata": { "list": [ "a", { "b": "c" } ], "team": "Zahlungen" },
          "off": [ "dead", "later,with,commas" ],
          "segments": {
            "complained": { "users": [] },
            "power-user": { "when": { "beta": [ true, 5, "x, y" ], "orders": { "gte": 1e2 } }, "regions": [ "CN", "EU-DE" ], "segments": [ "staff" ],
                "except": { "users": [ "u-3" ] } },
            "staff": { "description": "people we pay", "users": [ "u-1", "u-2" ] }
          },
          "flags": {
            "a.b/c_d-e": false,
            "new-banner": true,
            "new-checkout": {
              "description": "one-page checkout", "owner": "payments", "expires": "2027-03-01", "tags": [ "web", "q1" ],
              "metadata": { "ticket": "PAY-1" },
              "enabled": true,
              "default": "blue",
              "variants": { "blue": { "weight": 33.3, "value": { "colour": "#00f", "sizes": [ "s", "m" ] } }, "green": { "weight": 1, "value": "g" } },
              "rules": {
                "blocked": { "segments": [ "complained" ], "serve": false, "priority": -1 },
                "guangdong": {
                  "regions": [ "CN-GD" ], "percentage": 12.345, "serve": "green",
                  "window": { "start": "2026-12-01T00:00:00+08:00", "end": "2026-12-31T00:00:00.5Z" },
                  "when": {
                    "app": { "in": "1,2", "notIn": [ "a,b", "", false ], "eq": "True", "ne": 5.50, "semver": ">=2.1.0 <3", "cidr": "10.0.0.0/8, ::1",
                        "exists": true },
                    "orders": { "gt": 1, "gte": 1.0, "lt": 1e3, "lte": "7", "before": "2026-12-01T00:00:00+08:00", "after": "2026-11-01T00:00:00Z" },
                    "plan": "a, b", "plan.x": { "contains": [ "a", "b" ], "startsWith": "a,b", "endsWith": [], "matches": [ "^a" ] }
                  },
                  "except": { "when": { "userId": [] }, "users": [ "u-9" ], "percentage": { "of": 1, "by": "tenant", "salt": "s", "from": 2.5 } }
                },
                "off-for-now": { "enabled": false, "users": [ "x" ], "requires": [ "new-banner", "résumé" ], "environments": [ "Production" ] },
                "split": { "serve": "split", "instances": [ "web-1" ], "requires": { "a.b/c_d-e": false, "new-banner": true } }
              }
            },
            "résumé": { "default": true }
          }
        }
        """;

    private const string RolloutInTheOrderOfKeys = """
        {
          "flags": {
            "a": {
              "default": false,
              "rollout": {
                "audience": { "except": { "users": [ "u-9" ] }, "regions": [ "CN" ], "when": { "level": [ "gold" ] } },
                "by": "tenant",
                "evidence": { "delta": 0.02, "risk": 0.10 },
                "feedback": { "for": "7.00:00:00", "removeWhen": { "negative": false, "scoreBelow": 0.4 } },
                "guards": { "errors": { "metric": "error", "onBreach": "none", "tolerance": { "absolute": 0.0005, "relative": 1e-1 } },
                    "left": { "compare": "limit", "max": 0.02, "metric": "optOut" } },
                "health": { "noData": "rollback", "noDataAfter": "00:10:00" },
                "id": "7",
                "onMaxHold": "promote",
                "onRollback": { "cooldown": "03:00:00", "maxAttempts": 5, "resume": "auto" },
                "order": "sequential",
                "rank": "seniority",
                "risk": 0.05,
                "serve": true,
                "stages": [
                  { "name": "1", "percentage": 0, "shadow": 0.1 },
                  { "advance": "evidence", "hold": "12:00:00", "maxHold": "2.00:00:00", "minSamples": 200, "name": "b", "percentage": 25.5,
                      "regions": [ "CN-GD", "SE" ], "share": 50, "window": { "days": [ "mon" ], "from": "09:00", "timeZone": "UTC" } },
                  { "name": "c", "percentage": 100 }
                ],
                "start": "2026-12-01T09:00:00+08:00"
              }
            },
            "b": { "rollout": { "ramp": { "from": 1, "over": "2.00:00:00", "to": 50 } } }
          }
        }
        """;

    [TestCase(Rich)]
    [TestCase("""{ "flags": { "a": { "rules": { } } } }""")]
    [TestCase(
        """{ "flags": { "a": true, "b": { "rules": { "r": { "requires": "a", "environments": "Staging, Lab", "percentage": { "of": 1, "by": "request" } } },"""
            + """ "expires": "2027-03-01T00:00:00Z" } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "requires": [], "environments": [], "instances": [] } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "users": [] } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "users": "x, y" } } } }, "off": "a,b" }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "window": { "days": [], "timeZone": "UTC" } } } } } }""")]
    [TestCase(
        """{ "flags": { "a": { "rules": { "r": { "window": { "days": ["sat", "Sunday"], "from": "22:00","""
            + """ "timeZone": "Europe/Berlin", "to": "06:00:30.5" } } } } } }""")]
    [TestCase(
        """{ "flags": { "a": { "rules": { "r": { "window": { "end": "2027-01-01", "start": "2026-12-01", "timeZone": "UTC","""
            + """ "recurrence": { "count": 3, "days": "mon, tue", "every": "week", "firstDayOfWeek": "sun", "interval": 2, "to": "24:00" } } } } } } }""")]
    [TestCase(
        """{ "flags": { "a": { "rules": { "r": { "percentage": { "from": 0, "overlap": true, "ramp": [ { "at": "2026-12-01T00:00:00Z", "of": 0.5 },"""
            + """ { "at": "2026-12-02T00:00:00+08:00", "of": 25 } ], "salt": "x", "shape": "Linear" } } } } } }""")]
    [TestCase(RolloutInTheOrderOfKeys)]
    [TestCase("""{ "flags": { "a": { "rollout": { } } } }""")]
    [TestCase("""{ "flags": { "a": { "rollout": { "audience": { "except": { }, "segments": [ ] }, "guards": { } } } } }""")]
    [TestCase(
        """{ "flags": { "a": { "rollout": { "guards": { "1": { }, "G": { "metric": "OptOut" } }, "stages": [ { }, { "regions": [ ], "window": { } },"""
            + """ { "regions": "CN, SE" } ] } } } }""")]
    [TestCase("""{ "flags": { "a": { "enabled": false }, "b": { "rules": { "r": { "percentage": { "of": 0.001 } } } } } }""")]
    public void Document_ReadsTheSame(string json)
    {
        var expected = FlagDocument.Parse(json).ToJson();
        var root = ConfigurationLoads.Layers(json);

        Assert.Multiple(() =>
        {
            Assert.That(root.Document().ToJson(), Is.EqualTo(expected));
            Assert.That(root.Opaque().BareProvider().Load().Document().ToJson(), Is.EqualTo(expected));
        });
    }

    // Literals of when keep their text in both, so even bare values and True are the same. A bare empty text is
    // not: configuration cannot tell it from an empty list.
    [Test]
    public void RandomWhen_ReadsTheSame()
    {
        var random = new Random(20261201);
        for (var index = 0; index < 500; index++)
        {
            var when = RandomWhen.Next(random);
            var expected = new FlagDocument
            {
                Segments = new Dictionary<string, SegmentDefinition> { ["s"] = new() { When = when, Except = new() { When = RandomWhen.Next(random) } } },
            };
            var json = expected.ToJson();

            Assert.That(DeepEqual.FirstDifference(expected, ConfigurationLoads.Layers(json).Document()), Is.Null, $"document {index}\n{json}");
        }
    }

    // A layer replaces a list of stages whole, and merges guards by name.
    [Test]
    public void Rollout_OfTwoLayers_IsMergedByField()
    {
        var rollout = ConfigurationLoads.Layers(
            """{ "flags": { "a": { "rollout": { "id": "1", "stages": [ { "name": "x", "percentage": 1, "hold": "01:00:00" },"""
                + """ { "name": "y", "percentage": 2 } ], "guards": { "e": { "metric": "error" }, "d": { "metric": "duration" } } } } } }""",
            """{ "Flags": { "A": { "Rollout": { "Id": "2", "Stages": [ { "Name": "z", "Percentage": 5 } ],"""
                + """ "Guards": { "E": { "OnBreach": "pause" } } } } } }""").Document().Flags["a"].Rollout!;

        Assert.That((rollout.Id, rollout.Stages!.Single().Name, rollout.Stages!.Single().Hold), Is.EqualTo(("2", "z", (TimeSpan?)null)));
        Assert.That(
            rollout.Guards!.Select(guard => (guard.Key, guard.Value.Metric, guard.Value.OnBreach)),
            Is.EquivalentTo(new[] { ("e", GuardMetric.Error, (GuardAction?)GuardAction.Pause), ("d", GuardMetric.Duration, null) }));
    }

    // Written as null or { }, which are one here: what would reach more people, or go on unwatched, is refused and not left out.
    [TestCase("\"rollout\": null", "flags.a.rollout")]
    [TestCase("\"rollout\": { \"stages\": [{ \"name\": \"x\", \"percentage\": 5 }], \"audience\": null }", "flags.a.rollout.audience")]
    [TestCase("\"rollout\": { \"stages\": [{ \"name\": \"x\", \"percentage\": 5 }], \"guards\": { \"g\": null } }", "flags.a.rollout.guards.g")]
    [TestCase("\"rollout\": { \"stages\": [{ \"name\": \"x\", \"percentage\": 5, \"window\": null }] }", "flags.a.rollout.stages[0].window")]
    public void Null_InARollout_IsRefused(string rollout, string path)
    {
        var document = ConfigurationLoads.Layers($$"""{ "flags": { "a": { {{rollout}} } } }""").Document();

        Assert.That(RuleSetCompiler.Compile(document, [], new(), "").Problems[0].Path, Is.EqualTo(path));
    }

    [Test]
    public void BareEmptyText_InConfiguration_IsAnEmptyList_SoMatchesNobody()
    {
        var when = ConfigurationLoads.Layers("""{ "segments": { "s": { "when": { "a": "", "b": [], "c": { "eq": "" } } } } }""").Document().Segments["s"].When!;

        Assert.That((when["a"].In, when["b"].In, when["c"].Eq), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>(), "")));
    }

    [TestCase("""{ "flags": { "a": { "rules": { "r": { "when": { "plan": { "startWith": "a" } } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "when": { "plan": { "before": "2026-12-01" } } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "when": "plan" } } } } }""")]
    [TestCase("""{ "flags": { "a": { "ruels": { } } } }""")]
    [TestCase("""{ "flags": { "a": 5 } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "percentage": "lots" } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "users": { "x": "y" } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "window": { "start": "2026-13-01" } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "window": { "timeZone": "UTC", "days": "mon,no", "from": "9" } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "percentage": { "ramp": [ { "at": "2026-12-01T00:00:00Z" }, { "of": "x" } ] } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": [ { "users": ["x"] } ] } } }""")]
    [TestCase(
        """{ "flags": { "a": { "rollout": { "stages": [ { "name": "a", "percentage": "x" }, { "hold": "1h", "colour": "red" } ],"""
            + """ "onRollback": { "maxAttempts": "0" }, "guards": { "g": { "metric": "latency" } } } } } }""")]
    [TestCase("""{ "flags": { "a": { "expires": "soon", "rules": { "r": { "serve": { "x": "y" } } } } }, "schemaVersion": 2 }""")]
    public void Mistake_IsFoundAtTheSamePath(string json)
    {
        var expected = FlagDocument.Read(Encoding.UTF8.GetBytes(json)).Problems.Select(problem => problem.Path);

        Assert.That(ConfigurationLoads.Layers(json).Provider().Load().Problems.Select(problem => problem.Path), Is.EquivalentTo(expected).And.Not.Empty);
    }

    [Test]
    public void RandomRollouts_ReadTheSame()
    {
        var random = new Random(20261202);
        for (var index = 0; index < 300; index++)
        {
            var rollout = RandomRollout.Next(random, _ => new() { Users = ["u"] }, () => new() { Start = DateTimeOffset.UnixEpoch }, []);
            var expected = new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { ["f"] = new() { Rollout = rollout } } };

            // An object without fields has the defaults, and configuration cannot tell it from null.
            var json = EmptyPart().Replace(EmptyPart().Replace(expected.ToJson(indented: false), ""), "");
            Assert.That(DeepEqual.FirstDifference(FlagDocument.Parse(json), ConfigurationLoads.Layers(json).Document()), Is.Null, $"document {index}\n{json}");
        }
    }

    // What is compiled is the same where what was written is: the text of a document leaves out nothing that a rule set knows.
    [Test]
    public void Documents_AtRandom_AreTheSameFromConfigurationAndAfterWritingAndReading([Values(1, 2)] int seed)
    {
        var random = new RandomScenario(seed);
        for (var index = 0; index < 300; index++)
        {
            var written = random.NextDocument().ToJson();
            Assert.That(FlagDocument.Parse(written).ToJson(), Is.EqualTo(written), $"document {index}");

            // An empty rule is refused in configuration, which cannot tell it from null.
            var json = EmptyRule().Replace(written, "$1{ \"serve\": true }");
            var difference = DeepEqual.FirstDifference(FlagDocument.Parse(json), ConfigurationLoads.Layers(json).Document());
            Assert.That(difference, Is.Null, $"document {index}\n{json}");
        }
    }

    [GeneratedRegex("\"(tolerance|evidence|health|onRollback|feedback|removeWhen)\":{},?")]
    private static partial Regex EmptyPart();

    // Eight spaces: where rules stand in an indented document, and a variant without anything.
    [GeneratedRegex("^( {8}(?!\"Blue\")\"[^\"]+\": ){}", RegexOptions.Multiline)]
    private static partial Regex EmptyRule();
}
