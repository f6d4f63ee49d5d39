using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

public sealed class ExplanationTests
{
    private const string Json = """
        { "off": ["killed"],
          "segments": {
            "staff": { "users": ["u-1", "u-2"] },
            "south": { "users": ["u-9"], "regions": ["CN-GD", "CN-GX"], "except": { "segments": ["staff"] } } },
          "flags": {
            "f": { "rules": {
              "blocked": { "users": ["u-3"], "serve": false },
              "canary": { "segments": ["south"], "percentage": { "of": 50, "by": "tenant", "salt": "s" }, "window": { "start": "2026-12-01T00:00:00+08:00" } },
              "off": { "enabled": false },
              "rest": { "priority": 1, "except": { "regions": ["SE"], "percentage": 0 } } } },
            "dark": { "enabled": false, "rules": { "r": { } } },
            "killed": true,
            "plain": true } }
        """;

    private static readonly ManualTimeProvider Clock = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    // The text is for people and may be reworded; this pins that each input and each verdict is in it. "user-1" has bucket 81976 under the salt f (Python).
    [Test]
    public void Explanation_OfADecision_ShowsEveryRuleInputAndVerdict()
    {
        using var evaluator = TestEvaluator.Create(Json, Clock);

        var explanation = evaluator.Explain("F", new GrayContext("user-1") { Region = "CN-GD" });

        const string nobody = "the context has no attribute 'tenant', and nobody without one is in a percentage";
        Assert.That(explanation.ToString(), Is.EqualTo($$"""
            f is on: TargetingMatch, rule 'rest'
              Rule 'rest' is the first that matches.
              -  rule 'blocked' serves false: does not match
                  [ ] users: the one user of the list; user 'user-1'
              -  rule 'canary' serves true: does not match
                  [x] segments: in 'south'
                    [ ] users: the one user of the list; user 'user-1'
                    [x] regions: in CN-GD, CN-GX; region 'CN-GD'
                    [x] except: none of these
                      [ ] segments: in 'staff'
                        [ ] users: one of 2 users; user 'user-1'
                  [x] window: from 2026-12-01T00:00:00+08:00; now 2026-12-01T00:00:00+00:00
                  [ ] percentage: bucket in [0, 50000) of 100000 by attribute 'tenant', salt 's'; {{nobody}}
              => rule 'rest' (priority 1) serves true: decides
                  [x] except: none of these
                    [ ] regions: in SE; region 'CN-GD'
                    [ ] percentage: bucket in [0, 0) of 100000 by user, salt 'f'; bucket 81976
              -  rule 'off' serves true: switched off
            """.ReplaceLineEndings("\n")));
    }

    // Each attribute, operator, value and verdict.
    [Test]
    public void Explanation_OfWhen_ShowsEachOperatorWithTheValueItSaw()
    {
        using var evaluator = TestEvaluator.Create("""
            { "flags": { "f": { "rules": { "r": { "when": {
                "orders": { "gte": 100, "lt": "1e3" }, "plan": ["team", "pro"], "roles": { "notIn": "guest", "matches": "^ad" },
                "userId": { "exists": true, "endsWith": ["1", "2"] },
                "since": { "after": "2026-12-01T00:00:00+08:00" }, "app": { "semver": "^2.1" }, "ip": { "cidr": "10.0.0.0/8" }, "beta": true } } } } } }
            """);
        var context = new GrayContext("u-1")
        {
            ["orders"] = 42,
            ["plan"] = "pro",
            ["roles"] = new[] { "user", "admin" },
            ["beta"] = false,
            ["since"] = DateTimeOffset.UnixEpoch,
            ["ip"] = "10.1.1.1",
        };

        Assert.That(evaluator.Explain("f", context).ToString(), Is.EqualTo("""
            f is off: Default
              No rule matched: the flag's default decides.
              -  rule 'r' serves true: does not match
                  [ ] when: all of these
                    [ ] when.orders: gte 100; 42
                    [x] when.orders: lt 1e3; 42
                    [x] when.plan: in 'pro', 'team'; 'pro'
                    [x] when.roles: notIn 'guest'; ['user', 'admin']
                    [x] when.roles: matches '^ad'; ['user', 'admin']
                    [x] when.userId: exists true; 'u-1'
                    [x] when.userId: endsWith '1' or '2'; 'u-1'
                    [ ] when.since: after 2026-12-01T00:00:00+08:00; 1970-01-01T00:00:00Z
                    [ ] when.app: semver '^2.1'; missing
                    [x] when.ip: cidr '10.0.0.0/8'; '10.1.1.1'
                    [ ] when.beta: eq 'true'; false
            """.ReplaceLineEndings("\n")));
    }

    [TestCase("dark", "off: Disabled", "The flag is written with \"enabled\": false: it is off for everyone.")]
    [TestCase("killed", "off: Disabled", "The kill switch, off, names this flag: it is off for everyone.")]
    [TestCase("plain", "on: Static", "The flag is written as true or false.")]
    [TestCase("gone", "off: Error/FlagNotFound", "No document defines this flag.")]
    public void Explanation_WhereNoRuleDecides_SaysWhy(string flag, string decision, string summary)
    {
        using var evaluator = TestEvaluator.Create(Json, Clock);

        var explanation = evaluator.Explain(flag, null);

        Assert.That(explanation.Decision.ToString(), Is.EqualTo(decision));
        Assert.That(explanation.Summary, Is.EqualTo(summary));
        Assert.That(explanation.Flag, Is.EqualTo(flag));
        Assert.That(explanation.Rules.Any(rule => rule.Decides), Is.False);
    }

    [Test]
    public void Explanation_OfAFlagThatIsOff_SaysThatItsRuleDoesNotDecide()
    {
        using var evaluator = TestEvaluator.Create(Json, Clock);

        var rule = evaluator.Explain("dark", null).Rules.Single();

        Assert.That((rule.Matches, rule.Decides), Is.EqualTo((true, false)));
        Assert.That(rule.ToString(), Does.EndWith("matches, but something before it decides"));
    }
}
