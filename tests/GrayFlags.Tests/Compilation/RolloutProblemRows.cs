namespace GrayFlags.Tests.Compilation;

/// <summary>One row for each thing that the compilation of a rollout refuses.</summary>
internal static class RolloutProblemRows
{
    private const string At = "flags.f.rollout";
    private const string All = "\"stages\": [{ \"name\": \"all\", \"percentage\": 100 }]";
    private const string Canary = "\"stages\": [{ \"name\": \"canary\", \"percentage\": 1 }, { \"name\": \"all\", \"percentage\": 100 }]";
    private const string Errors = "\"guards\": { \"errors\": { \"metric\": \"error\" } }";

    private static readonly string Long = new('n', 129);

    public static IEnumerable<ProblemRow> Rows =>
        [.. Wholes(), .. Fields(), .. Stages(), .. Orders(), .. Ramps(), .. Guards(), .. Comparisons(), .. Numbers(), .. Salts(), .. Audiences()];

    private static IEnumerable<ProblemRow> Wholes()
    {
        yield return new("rollout of nothing", Rollout(""), At, 2, "a rollout has either stages or a ramp");
        yield return new(
            "rollout of stages and a ramp", Rollout(All + ", \"ramp\": { \"over\": \"01:00:00\" }"), At, 2, "a rollout has either stages or a ramp");
        yield return new("rollout without a stage", Rollout("\"stages\": []"), At + ".stages", 3, "the rollout has no stage; give it at least one");
        foreach (var served in new[] { "true", "\"blue\"" })
        {
            yield return new($"default {served} beside a rollout", $$"""
                { "flags": { "f": { "variants": { "blue": { } }, "rollout": { {{All}} },
                    "default": {{served}} } } }
                """, "flags.f.default", 2, "a flag with a rollout serves false to those who are not admitted");
        }

        yield return new("default split beside a rollout", $$"""
            { "flags": { "f": { "variants": { "blue": { "weight": 1 } }, "rollout": { {{All}} },
                "default": "split" } } }
            """, "flags.f.default", 2, "a flag with a rollout serves false");
        yield return new("problem in a rollout of a flag that is off", """
            { "flags": { "f": { "enabled": false,
                "rollout": { } } } }
            """, At, 2, "a rollout has either stages or a ramp");
    }

    private static IEnumerable<ProblemRow> Fields()
    {
        yield return new("rollout's id", Rollout($"{All},\n\"id\": \"a b\""), At + ".id", 4, "'a b' is not a name");
        yield return new("rollout's id of nothing", Rollout($"{All}, \"id\": \"\""), At + ".id", 3, "'' is not a name");
        yield return new("rollout's salt empty", Rollout($"{All}, \"salt\": \"\""), At + ".salt", 3, "a salt may not be empty");
        foreach (var by in new[] { "request", "Instance", "", Long })
        {
            yield return new(
                $"rollout by '{by}'", Rollout($"{All}, \"by\": \"{by}\""), At + ".by", 3,
                "cannot take part in a rollout, in which who was admitted stays admitted; user, region or the name of an attribute is allowed");
        }

        yield return new("rollout by userId", Rollout($"{All}, \"by\": \"userid\""), At + ".by", 3, "'userid' is a reserved word; write 'user'");
        yield return new("rollout that serves false", Rollout($"{All}, \"serve\": false"), At + ".serve", 3, "a rollout serves true or one variant, not false");
        yield return new("rollout that serves a split", $$"""
            { "flags": { "f": { "variants": { "blue": { "weight": 1 } }, "rollout": { {{All}},
                "serve": "split" } } } }
            """, At + ".serve", 2, "a rollout serves true or one variant, not split");
        yield return new("rollout that serves no variant", $$"""
            { "flags": { "f": { "variants": { "blue": { } }, "rollout": { {{All}},
                "serve": "bleu" } } } }
            """, At + ".serve", 2, "there is no variant 'bleu'; did you mean 'blue'?");
    }

    private static IEnumerable<ProblemRow> Stages()
    {
        yield return new(
            "stage without a name", Stage("\"percentage\": 1"), At + ".stages[0]", 3, "nothing is found where 'name', the name of the stage, is expected");
        yield return new("stage's name", Stage("\"name\": \"a b\", \"percentage\": 1"), At + ".stages[0].name", 3, "'a b' is not a name");
        yield return new(
            "stage without a percentage", Stage("\"name\": \"a\""), At + ".stages[0]", 3,
            "nothing is found where 'percentage', the share that is admitted in percent, is expected");
        yield return new(
            "stage given twice", Rollout("\"stages\": [{ \"name\": \"a\", \"percentage\": 1 },\n{ \"name\": \"A\", \"percentage\": 2 }]"),
            At + ".stages[1].name", 4, "'A' is given twice");
        foreach (var number in new[] { "-1", "100.001", "0.0001", "1e20" })
        {
            yield return new(
                $"stage of {number}", Stage($"\"name\": \"a\", \"percentage\": {number}"), At + ".stages[0].percentage", 3,
                "is not a percentage; a number from 0 to 100 with up to three decimals is allowed");
        }

        foreach (var number in new[] { "-0.1", "1.1", "0.000001", "10" })
        {
            yield return new(
                $"shadow of {number}", Stage($"\"name\": \"a\", \"percentage\": 1, \"shadow\": {number}"), At + ".stages[0].shadow", 3,
                $"{number} is not a share; a number from 0 to 1 with up to five decimals is allowed");
        }

        yield return new(
            "stage that falls",
            Rollout("\"stages\": [{ \"name\": \"a\", \"percentage\": 5 }, { \"name\": \"b\", \"percentage\": 5 },\n{ \"name\": \"c\", \"percentage\": 4.5 }]"),
            At + ".stages[2].percentage", 4, "4.5 is below 5 of the stage 'b'; who was admitted stays admitted");
        yield return new(
            "stage that falls where both regions hold",
            Rollout(
                "\"stages\": [{ \"name\": \"a\", \"percentage\": 100, \"regions\": [\"SE\", \"CN-GD\"] },\n"
                    + "{ \"name\": \"b\", \"percentage\": 50, \"regions\": [\"cn\"] }]"),
            At + ".stages[1].percentage", 4, "50 is below 100 of the stage 'a'");
        yield return new(
            "stage that falls for all regions",
            Rollout("\"stages\": [{ \"name\": \"a\", \"percentage\": 10, \"regions\": [\"SE\"] },\n{ \"name\": \"b\", \"percentage\": 5 }]"),
            At + ".stages[1].percentage", 4, "5 is below 10 of the stage 'a'");
        foreach (var text in new[] { "00:00:00", "3650.00:00:01", "99999.00:00:00" })
        {
            yield return new(
                $"hold of {text}", Stage($"\"name\": \"a\", \"percentage\": 1, \"hold\": \"{text}\""), At + ".stages[0].hold", 3,
                $"'{text}' is not a duration; whole seconds above 0 and up to 3650 days are allowed");
        }

        yield return new(
            "maxHold of no time", Stage("\"name\": \"a\", \"percentage\": 1, \"maxHold\": \"00:00:00\""), At + ".stages[0].maxHold", 3,
            "'00:00:00' is not a duration");
        yield return new(
            "maxHold below hold", Stage("\"name\": \"a\", \"percentage\": 1, \"hold\": \"1.00:00:00\", \"maxHold\": \"23:59:59\""), At + ".stages[0].maxHold",
            3, "maxHold 23:59:59 is below hold 1.00:00:00");
        yield return new(
            "stage's window", Stage("\"name\": \"a\", \"percentage\": 1, \"window\": { \"from\": \"09:00\" }"), At + ".stages[0].window", 3,
            "give the window a timeZone");
        yield return new(
            "stage's region", Stage("\"name\": \"a\", \"percentage\": 1, \"regions\": \"C N\""), At + ".stages[0].regions", 3, "'C N' is not a region");
        yield return new(
            "more stages than there may be",
            Rollout($"\"stages\": [{string.Join(", ", Enumerable.Range(0, 51).Select(index => $"{{ \"name\": \"s{index}\", \"percentage\": 1 }}"))}]"),
            At + ".stages", 3, "51 stages are more than 50, the limit MaxStages");
    }

    private static IEnumerable<ProblemRow> Orders()
    {
        yield return new(
            "share in random order", Stage("\"name\": \"a\", \"percentage\": 1, \"share\": 50"), At + ".stages[0].share", 3,
            "only a rollout in sequential order has one");
        yield return new(
            "share of 101", Rollout("\"order\": \"sequential\", \"stages\": [{ \"name\": \"a\", \"percentage\": 1, \"share\": 101 }]"), At + ".stages[0].share",
            3, "101 is not a percentage");
        yield return new(
            "share that falls",
            Rollout("\"order\": \"sequential\", \"stages\": [{ \"name\": \"a\", \"percentage\": 1 },\n{ \"name\": \"b\", \"percentage\": 2, \"share\": 50 }]"),
            At + ".stages[1].share", 4, "50 is below 100 of the stage 'a'");
        yield return new("rank in random order", Rollout($"{All}, \"rank\": \"age\""), At + ".rank", 3, "only a rollout in sequential order goes by a rank");
        yield return new(
            "rank of nothing", Rollout($"{All}, \"order\": \"sequential\", \"rank\": \"\""), At + ".rank", 3, "'' is not the name of an attribute");
        yield return new(
            "geographic without regions",
            Rollout("\"order\": \"geographic\", \"stages\": [\n{ \"name\": \"a\", \"percentage\": 1 }, { \"name\": \"all\", \"percentage\": 100 }]"),
            At + ".stages[0]", 4, "every stage but the last names its regions");
        yield return new(
            "geographic of no region",
            Rollout(
                "\"order\": \"geographic\", \"stages\": [\n{ \"name\": \"a\", \"percentage\": 1, \"regions\": [] }, "
                    + "{ \"name\": \"all\", \"percentage\": 100 }]"),
            At + ".stages[0].regions", 4, "every stage but the last names its regions");
    }

    private static IEnumerable<ProblemRow> Ramps()
    {
        yield return new(
            "rollout's ramp that falls", Rollout("\"ramp\": { \"from\": 50,\n\"to\": 1, \"over\": \"01:00:00\" }"), At + ".ramp.to", 4,
            "to 1 is below from 50");
        yield return new(
            "rollout's ramp without over", Rollout("\"ramp\": { \"from\": 50 }"), At + ".ramp", 3,
            "nothing is found where 'over', how long the ramp takes, is expected");
        yield return new("rollout's ramp over no time", Rollout("\"ramp\": { \"over\": \"00:00:00\" }"), At + ".ramp.over", 3, "'00:00:00' is not a duration");
        yield return new(
            "rollout's ramp from -1", Rollout("\"ramp\": { \"from\": -1, \"over\": \"01:00:00\" }"), At + ".ramp.from", 3, "-1 is not a percentage");
        yield return new(
            "rollout's ramp with guards",
            Rollout("\"ramp\": { \"over\": \"01:00:00\" }, \"guards\": { \"l\": { \"metric\": \"error\", \"compare\": \"limit\", \"max\": 0.1 } }"),
            At + ".guards", 3, "a ramp goes by the clock and waits for no guard");
        yield return new(
            "rollout's ramp by region", Rollout("\"order\": \"geographic\", \"ramp\": { \"over\": \"01:00:00\" }"), At + ".order", 3,
            "a ramp names no regions: write stages");
    }

    private static IEnumerable<ProblemRow> Guards()
    {
        yield return new(
            "guard's name", Rollout($"{Canary}, \"guards\": {{ \"a b\": {{ \"metric\": \"error\" }} }}"), At + ".guards.a b", 3, "'a b' is not a name");
        yield return Guard(
            "guard without a metric", "\"kind\": \"rate\"", "", "nothing is found where 'metric', error, duration, score, optOut or mismatch, is expected");
        yield return Guard(
            "mean of errors", "\"metric\": \"error\", \"kind\": \"mean\"", ".kind", "the kind mean does not fit the metric error; rate is allowed");
        yield return Guard(
            "rate of durations", "\"metric\": \"duration\", \"kind\": \"rate\"", ".kind",
            "the kind rate does not fit the metric duration; mean or quantile is allowed");
        yield return Guard(
            "quantile of scores", "\"metric\": \"score\", \"kind\": \"quantile\", \"quantile\": 0.5", ".kind",
            "the kind quantile does not fit the metric score; score is allowed");
        yield return Guard(
            "score of opt-outs", "\"metric\": \"optOut\", \"kind\": \"score\"", ".kind", "the kind score does not fit the metric optOut; rate is allowed");
        yield return Guard("quantile without one", "\"metric\": \"duration\", \"kind\": \"quantile\"", "", "give it a quantile from 0.5 to 0.999");
        yield return Guard("quantile of a mean", "\"metric\": \"duration\", \"quantile\": 0.95", ".quantile", "a guard of the kind mean has no quantile");
        yield return Guard("quantile of a rate", "\"metric\": \"error\", \"quantile\": 0.95", ".quantile", "a guard of the kind rate has no quantile");
        foreach (var quantile in new[] { "0.499", "0.9991", "-1", "95" })
        {
            yield return Guard(
                $"quantile {quantile}", $"\"metric\": \"duration\", \"kind\": \"quantile\", \"quantile\": {quantile}", ".quantile",
                $"{quantile} is not allowed; a number from 0.5 to 0.999 is");
        }

        yield return Guard("mismatch with the control", "\"metric\": \"mismatch\"", ".compare", "there is no control to compare mismatches with");
        string[] others =
        [
            "\"metric\": \"duration\"",
            "\"metric\": \"error\", \"compare\": \"limit\", \"max\": 0.1",
            "\"metric\": \"error\", \"tolerance\": { \"absolute\": 0.01 }",
        ];
        foreach (var other in others)
        {
            yield return Guard(
                $"both of {other}", $"{other}, \"count\": \"both\"", ".count",
                "one good and one bad outcome of a unit are counted for guards on errors that compare with the control");
        }

        yield return Guard(
            "not ended of a duration", "\"metric\": \"duration\", \"notEnded\": \"ignore\"", ".notEnded",
            "only a guard on errors can ignore calls that have not ended");
        yield return Guard(
            "after completion without a limit", "\"metric\": \"error\", \"afterCompletion\": \"alarm\"", ".afterCompletion",
            "after completion there is no control to compare with");
        yield return Guard("limit without max", "\"metric\": \"error\", \"compare\": \"limit\"", "", "a limit needs max");
        yield return Guard("max without limit", "\"metric\": \"error\", \"max\": 0.1", ".max", "max is the limit of a guard with \"compare\": \"limit\"");
        yield return Guard(
            "tolerance of a limit", "\"metric\": \"error\", \"compare\": \"limit\", \"max\": 0.1, \"tolerance\": { }", ".tolerance",
            "a tolerance is about the control");
        foreach (var (metric, kind) in new[] { ("duration", "mean"), ("score", "score") })
        {
            yield return Guard(
                $"limit of a {kind}", $"\"metric\": \"{metric}\", \"compare\": \"limit\", \"max\": 0.1", ".compare",
                $"a guard of the kind {kind} has no limit of its own: only rates have one");
        }

        foreach (var max in new[] { "0", "1", "-0.1", "2" })
        {
            yield return Guard(
                $"max {max}", $"\"metric\": \"optOut\", \"compare\": \"limit\", \"max\": {max}", ".max",
                $"{max} is not allowed; a number above 0 and below 1 is");
        }

        yield return Guard(
            "tolerance of -0.1", "\"metric\": \"error\", \"tolerance\": { \"relative\": -0.1 }", ".tolerance.relative",
            "-0.1 is not allowed; a number from 0 to 10 is");
        yield return Guard(
            "tolerance of 11", "\"metric\": \"error\", \"tolerance\": { \"relative\": 11 }", ".tolerance.relative",
            "11 is not allowed; a number from 0 to 10 is");
        yield return Guard(
            "tolerance of 1", "\"metric\": \"error\", \"tolerance\": { \"absolute\": 1 }", ".tolerance.absolute",
            "1 is not allowed; a number from 0 to below 1 is");
        yield return new(
            "more guards than there may be",
            Rollout($"{Canary}, \"guards\": {{ {string.Join(", ", Enumerable.Range(0, 21).Select(index => $"\"g{index}\": {{ \"metric\": \"error\" }}"))} }}"),
            At + ".guards", 3, "21 guards are more than 20, the limit MaxGuards");
    }

    // ROLLOUTS.md: only limits are honest where nothing is left to chance.
    private static IEnumerable<ProblemRow> Comparisons()
    {
        yield return new(
            "comparison where all are in",
            Rollout($"{Errors}, \"stages\": [\n{{ \"name\": \"a\", \"percentage\": 100 }}, {{ \"name\": \"b\", \"percentage\": 100 }}]"),
            At + ".stages[0].percentage", 4, "the stage 'a' leaves nothing to chance, so nobody in it can be compared with a control by 'errors'");
        yield return new(
            "comparison where nobody is in",
            Rollout($"{Errors}, \"stages\": [\n{{ \"name\": \"a\", \"percentage\": 0 }}, {{ \"name\": \"b\", \"percentage\": 100 }}]"),
            At + ".stages[0].percentage", 4, "the stage 'a' leaves nothing to chance");
        yield return new(
            "comparison where a region is in",
            Rollout(
                $"{Errors}, \"order\": \"geographic\", \"stages\": [\n{{ \"name\": \"south\", \"percentage\": 100, \"regions\": [\"CN-GD\"] }}, "
                    + "{ \"name\": \"b\", \"percentage\": 100 }]"),
            At + ".stages[0].percentage", 4, "the stage 'south' leaves nothing to chance");
        yield return new(
            "comparison in order of rank",
            Rollout(
                $"{Errors}, \"order\": \"sequential\", \"stages\": [\n{{ \"name\": \"a\", \"percentage\": 10 }}, {{ \"name\": \"b\", \"percentage\": 100 }}]"),
            At + ".stages[0].percentage", 4, "the stage 'a' leaves nothing to chance");
        yield return new(
            "comparison in order of rank with all of them",
            Rollout(
                $"{Errors}, \"order\": \"sequential\", \"stages\": [\n{{ \"name\": \"a\", \"percentage\": 10, \"share\": 100 }}, "
                    + "{ \"name\": \"b\", \"percentage\": 100 }]"),
            At + ".stages[0].share", 4, "the stage 'a' leaves nothing to chance");
        yield return new(
            "evidence without a guard", Stage("\"name\": \"a\", \"percentage\": 1, \"advance\": \"evidence\""), At + ".stages[0].advance", 3,
            "evidence compares error rates");
        yield return new(
            "evidence of a limit",
            Rollout(
                "\"guards\": { \"l\": { \"metric\": \"error\", \"compare\": \"limit\", \"max\": 0.1 }, \"d\": { \"metric\": \"duration\" } },\n"
                    + "\"stages\": [{ \"name\": \"a\", \"percentage\": 1, \"advance\": \"evidence\" }]"),
            At + ".stages[0].advance", 4, "evidence compares error rates");
        foreach (var percentage in new[] { 0, 100 })
        {
            yield return new(
                $"evidence at {percentage} percent",
                Rollout($"{Errors}, \"stages\": [{{ \"name\": \"a\", \"percentage\": {percentage}, \"advance\": \"evidence\" }}]"), At + ".stages[0].advance",
                3, "the stage 'a' waits for evidence but leaves nothing to chance");
        }
    }

    private static IEnumerable<ProblemRow> Numbers()
    {
        foreach (var risk in new[] { "0", "-0.01", "0.201", "1" })
        {
            yield return new($"risk {risk}", Rollout($"{All}, \"risk\": {risk}"), At + ".risk", 3, $"{risk} is not allowed; a number above 0 and up to 0.2 is");
        }

        foreach (var (field, number) in new[] { ("risk", "0"), ("risk", "1"), ("delta", "0"), ("delta", "1") })
        {
            yield return new(
                $"evidence {field} {number}", Rollout($"{All}, \"evidence\": {{ \"{field}\": {number} }}"), $"{At}.evidence.{field}", 3,
                $"{number} is not allowed; a number above 0 and below 1 is");
        }

        foreach (var settle in new[] { "00:00:00", "01:00:01", "00:00:01.5" })
        {
            yield return new($"settle {settle}", Rollout($"{All}, \"settle\": \"{settle}\""), At + ".settle", 3, $"'{settle}");
        }

        yield return new(
            "no data after no time", Rollout($"{All}, \"health\": {{ \"noDataAfter\": \"00:00:00\" }}"), At + ".health.noDataAfter", 3,
            "'00:00:00' is not a duration");
        yield return new(
            "cooldown of no time", Rollout($"{All}, \"onRollback\": {{ \"cooldown\": \"00:00:00\" }}"), At + ".onRollback.cooldown", 3,
            "'00:00:00' is not a duration");
        yield return new(
            "feedback for no time", Rollout($"{All}, \"feedback\": {{ \"for\": \"00:00:00\" }}"), At + ".feedback.for", 3, "'00:00:00' is not a duration");
        foreach (var score in new[] { "0", "1.01" })
        {
            yield return new(
                $"score below {score}", Rollout($"{All}, \"feedback\": {{ \"removeWhen\": {{ \"scoreBelow\": {score} }} }}"),
                At + ".feedback.removeWhen.scoreBelow", 3, $"{score} is not allowed; a number above 0 and up to 1 is");
        }
    }

    private static IEnumerable<ProblemRow> Salts()
    {
        yield return new("salt of a rule", $$"""
            { "flags": { "f": { "rules": { "r": { "percentage": { "of": 5, "salt": "f:rollout" } } },
                "rollout": { {{All}} } } } }
            """, At + ".salt", 2, "the salt 'f:rollout' is that of flags.f.rules.r too");
        yield return new("salt of another flag's rules", $$"""
            { "flags": { "G": { "rules": { "r": { "except": { "percentage": 5 } } } },
                "f": { "rollout": { {{All}},
                    "by": "User", "salt": "g" } } } }
            """, At + ".salt", 3, "the salt 'g' is that of flags.G.rules.r too");
        yield return new("salt of a layer", $$"""
            { "flags": { "a": { "rules": { "r": { "percentage": { "of": 5, "from": 10, "salt": "exp", "by": "tenant" } } } },
                "f": { "rollout": { {{All}}, "by": "tenant",
                    "salt": "exp" } } } }
            """, At + ".salt", 3, "the salt 'exp' is that of flags.a.rules.r too");
    }

    private static IEnumerable<ProblemRow> Audiences()
    {
        yield return new("audience of nothing", Rollout($"{All},\n\"audience\": {{ }}"), At + ".audience", 4, "there is no condition here");
        yield return new(
            "audience's exception of nothing", Rollout($"{All},\n\"audience\": {{ \"except\": {{ }} }}"), At + ".audience.except", 4,
            "there is no condition here");
        yield return new(
            "audience's segment", Rollout($"{All}, \"audience\": {{ \"segments\": [\"gone\"] }}"), At + ".audience.segments", 3, "there is no segment 'gone'");
        yield return new(
            "audience's exception's region", Rollout($"{All}, \"audience\": {{ \"except\": {{ \"regions\": [\"?\"] }} }}"), At + ".audience.except.regions", 3,
            "'?' is not a region");
        yield return new(
            "audience's flag", Rollout($"{All}, \"audience\": {{ \"requires\": [\"gone\"] }}"), At + ".audience.requires", 3, "there is no flag 'gone'");
        yield return new(
            "audience that requires its own flag", Rollout($"{All}, \"audience\": {{ \"requires\": [\"F\"] }}"), At + ".audience.requires", 3,
            "the flags refer to each other in a circle: f -> f");
        yield return new("circle by an audience's exception", $$"""
            { "flags": {
                "f": { "rules": { "r": { "users": ["u"] } }, "rollout": { {{All}},
                    "audience": { "except": { "requires": ["g"] } } } },
                "g": { "rules": { "r": { "requires": ["f"] } } } } }
            """, At + ".audience.except", 3, "the flags refer to each other in a circle: f -> g -> f");
    }

    private static ProblemRow Guard(string what, string fields, string path, string message) =>
        new(what, Rollout($"{Canary},\n\"guards\": {{ \"g\": {{ {fields} }} }}"), At + ".guards.g" + path, 4, message);

    private static string Stage(string fields) => Rollout($"\"stages\": [{{ {fields} }}]");

    // The fields start on line 3.
    private static string Rollout(string fields) => $$"""
        { "flags": {
            "f": { "rollout": {
        {{fields}} } } } }
        """;
}
