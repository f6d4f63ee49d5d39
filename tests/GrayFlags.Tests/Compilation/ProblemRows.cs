namespace GrayFlags.Tests.Compilation;

/// <summary>
/// One row for each thing that a compilation refuses. What is a problem, and that path and line are told, is written in DESIGN.md, section 3.
/// </summary>
internal static class ProblemRows
{
    private static readonly string Long = new('n', 129);

    public static IEnumerable<ProblemRow> All =>
        [
            .. Names(), .. Percentages(), .. TimeProblemRows.Rows, .. Layers(), .. References(), .. Lists(), .. Whens(), .. Serves(), .. Splits(),
            .. Requires(), .. NestedProblemRows.Rows, .. RolloutProblemRows.Rows,
        ];

    private static IEnumerable<ProblemRow> Names()
    {
        yield return Flag("name empty", "", "flags.''", "'' is not a name; 1 to 128 letters");
        yield return Flag("name of a space", " ", "flags. ", "' ' is not a name");
        yield return Flag("name with a space", "new checkout", "flags.new checkout", "'new checkout' is not a name");
        yield return Flag("name of 129 characters", Long, "flags." + Long[..128] + "…", "is not a name; 1 to 128 letters");
        yield return Flag("name with a sign of mathematics", "party-∑", "flags.party-∑", "'party-∑' is not a name");
        yield return Flag("name with a line break", "a\\r\\nINFO forged", "flags.a\\u{d}\\u{a}INFO forged", "'a\\u{d}\\u{a}INFO forged' is not a name");
        yield return Flag("name with a direction mark", "a\\u202eb", "flags.a\\u{202e}b", "is not a name");
        yield return Flag("name with a colon", "a:b", "flags.a:b", "'a:b' is not a name");
        yield return new("rule's name", """
            { "flags": {
                "f": { "rules": {
                    "a b": { "users": ["u"] } } } } }
            """, "flags.f.rules.a b", 3, "'a b' is not a name");
        yield return new("segment's name", """
            { "segments": {
                "a,b": { "users": ["u"] } } }
            """, "segments.a,b", 2, "'a,b' is not a name");
        yield return new("variant's name", """
            { "flags": {
                "f": { "default": true, "variants": {
                    "ü!": { "value": 1 } } } } }
            """, "flags.f.variants.ü!", 3, "'ü!' is not a name");
        foreach (var reserved in new[] { "true", "FALSE", "Split" })
        {
            yield return new($"variant named {reserved}", $$"""
                { "flags": {
                    "f": { "default": true, "variants": {
                        "{{reserved}}": { "value": 1 } } } } }
                """, $"flags.f.variants.{reserved}", 3, $"'{reserved}' cannot be a variant's name");
        }
    }

    private static IEnumerable<ProblemRow> Percentages()
    {
        foreach (var number in new[] { "-1", "-0.001", "100.0001", "100.001", "0.0001", "1e-9", "1e400", "50.12345" })
        {
            yield return new(
                $"percentage {number}", Rule($"\"percentage\": {number}"), "flags.f.rules.r.percentage", 4,
                $"a number from 0 to 100 with up to three decimals is allowed");
        }

        yield return new("percentage of a text", Rule("\"percentage\": \"NaN\""), "flags.f.rules.r.percentage", 4, "'NaN' is not a percentage");
        yield return new(
            "of 0.0001", Rule("\"percentage\": { \"of\": 0.0001, \"salt\": \"s\" }"), "flags.f.rules.r.percentage.of", 4, "0.0001 is not a percentage");
        yield return new("from -1", Rule("\"percentage\": { \"of\": 1, \"from\": -1 }"), "flags.f.rules.r.percentage.from", 4, "-1 is not a percentage");
        yield return new(
            "from and of beyond 100", Rule("\"percentage\": { \"of\": 50,\n\"from\": 50.001 }"), "flags.f.rules.r.percentage.from", 5,
            "from 50.001 and of 50 end beyond 100");
        yield return new(
            "by userId", Rule("\"percentage\": { \"of\": 1, \"by\": \"userId\" }"), "flags.f.rules.r.percentage.by", 4,
            "'userId' is a reserved word; write 'user'");
        yield return new("by nothing", Rule("\"percentage\": { \"of\": 1, \"by\": \"\" }"), "flags.f.rules.r.percentage.by", 4, "'' is not a subject");
        yield return new(
            "by 129 characters", Rule($"\"percentage\": {{ \"of\": 1, \"by\": \"{Long}\" }}"), "flags.f.rules.r.percentage.by", 4,
            "is not a subject; user, region, instance, request or the name of an attribute");
        yield return new("salt empty", Rule("\"percentage\": { \"of\": 1,\n\"salt\": \"\" }"), "flags.f.rules.r.percentage.salt", 5, "a salt may not be empty");
        yield return new(
            "percentage in except", Rule("\"except\": { \"percentage\": 101 }"), "flags.f.rules.r.except.percentage", 4, "101 is not a percentage");
    }

    private static IEnumerable<ProblemRow> Layers()
    {
        yield return Layer(
            "two places", """ "of": 10, "from": 0 """, """ "of": 10, "from": 9.999 """, "g",
            "9.999 to 19.999 percent overlaps 0 to 10 percent of flags.f.rules.r, and both have the salt 'x'");
        yield return Layer(
            "the same place", """ "of": 10, "from": 0 """, """ "of": 10, "from": 0 """, "g", "0 to 10 percent overlaps 0 to 10 percent of flags.f.rules.r");
        yield return Layer(
            "a place and a share without one", """ "of": 11 """, """ "of": 10, "from": 10 """, "g",
            "10 to 20 percent overlaps 0 to 11 percent of flags.f.rules.r");
        yield return Layer(
            "a place inside another", """ "of": 50, "from": 10 """, """ "of": 10, "from": 20, "by": "USER" """, "g",
            "20 to 30 percent overlaps 10 to 60 percent of flags.f.rules.r");
        yield return Layer(
            "the place of a ramp", """ "ramp": [{ "at": "2026-12-01T00:00:00Z", "of": 30 }, { "at": "2026-12-02T00:00:00Z", "of": 1 }] """,
            """ "of": 10, "from": 20 """, "g", "20 to 30 percent overlaps 0 to 30 percent of flags.f.rules.r");
        yield return new("layer in one flag, found behind a short range", """
            { "flags": { "f": { "rules": {
                "a": { "percentage": { "salt": "x", "of": 50, "from": 0 } },
                "b": { "percentage": { "salt": "x", "of": 1, "from": 50 } },
                "c": { "enabled": false, "percentage": { "salt": "x", "of": 1, "from": 49 } } } } } }
            """, "flags.f.rules.c.percentage", 4, "49 to 50 percent overlaps 0 to 50 percent of flags.f.rules.a");
    }

    private static ProblemRow Layer(string what, string first, string second, string at, string message) => new("layer of " + what, $$"""
        { "flags": {
            "f": { "rules": { "r": { "percentage": { "salt": "x", {{first}} } } } },
            "g": { "rules": { "r": { "percentage": { "salt": "x", {{second}} } } } } } }
        """, $"flags.{at}.rules.r.percentage", 3, message);

    private static IEnumerable<ProblemRow> References()
    {
        yield return new("unknown segment", """
            { "segments": { "staff": { "users": ["u"] } },
              "flags": { "f": { "rules": { "r": {
                "segments": ["stuff"] } } } } }
            """, "flags.f.rules.r.segments", 3, "there is no segment 'stuff'; did you mean 'staff'?");
        yield return new(
            "unknown segment like no other", Rule("\"segments\": [\"nobody-knows\"]"), "flags.f.rules.r.segments", 4, "there is no segment 'nobody-knows'");
        yield return new(
            "unknown segment in a rule's except", Rule("\"except\": { \"segments\": [\"gone\"] }"), "flags.f.rules.r.except.segments", 4,
            "there is no segment 'gone'");
        yield return new("unknown segment in a segment", """
            { "segments": {
                "a": { "regions": ["CN"],
                       "segments": ["b"] } } }
            """, "segments.a.segments", 3, "there is no segment 'b'");
        yield return new("unknown segment in a segment's except", """
            { "segments": {
                "a": { "regions": ["CN"], "except": {
                       "segments": ["b"] } } } }
            """, "segments.a.except.segments", 3, "there is no segment 'b'");
        yield return new("segment in itself", """
            { "segments": {
                "a": { "segments": ["A"] } } }
            """, "segments.a.segments", 2, "in a circle: a -> a");
        yield return new("circle of two", """
            { "segments": {
                "a": { "segments": ["b"] },
                "b": { "segments": ["a"] } } }
            """, "segments.a.segments", 2, "in a circle: a -> b -> a");
        yield return new("circle of three, one by except, entered from outside", """
            { "segments": {
                "out": { "segments": ["a"] },
                "a": { "users": ["u"], "except": { "segments": ["b"] } },
                "b": { "segments": ["c"] },
                "c": { "segments": ["a"] } } }
            """, "segments.a.except", 3, "in a circle: a -> b -> c -> a");
        yield return new("unknown variant", """
            { "flags": { "f": { "variants": { "green": { "value": 1 } }, "rules": { "r": {
                "serve": "gren" } } } } }
            """, "flags.f.rules.r.serve", 2, "there is no variant 'gren'; did you mean 'green'?");
        yield return new("word for off", """
            { "flags": { "f": { "variants": { "green": { "value": 1 }, "blue": { "value": 2 } }, "rules": { "r": {
                "serve": "off" } } } } }
            """, "flags.f.rules.r.serve", 2, "there is no variant 'off'; write false, without quotes, where off is meant; variants are green, blue");
        yield return new("word for on, without variants", """
            { "flags": { "f": {
                "default": "ON" } } }
            """, "flags.f.default", 2, "there is no variant 'ON'; write true, without quotes, where on is meant; the flag has no variants");
        yield return new("unknown variant by default", """
            { "flags": { "f": {
                "default": "blue" } } }
            """, "flags.f.default", 2, "there is no variant 'blue'");
    }

    private static IEnumerable<ProblemRow> Lists()
    {
        foreach (var region in new[] { "CN GD", "-CN", "CN-", "CN--GD", "", "CN/GD", "🇨🇳" })
        {
            yield return new($"region '{region}'", Rule($"\"regions\": [\"SE\", \"{region}\"]"), "flags.f.rules.r.regions", 4, $"'{region}' is not a region");
        }

        yield return new("region in a segment's except", """
            { "segments": { "a": { "users": ["u"], "except": {
                "regions": ["C N"] } } } }
            """, "segments.a.except.regions", 2, "'C N' is not a region");
        yield return new("user without a text", Rule("\"users\": [\"u\", \"\"]"), "flags.f.rules.r.users", 4, "an empty text can be nobody's entry");
    }

    private static IEnumerable<ProblemRow> Whens()
    {
        yield return new("empty when", Rule("\"when\": { }"), "flags.f.rules.r.when", 4, "no attribute is asked for");
        yield return new("when of a null", Rule("\"when\": { \"plan\": null }"), "flags.f.rules.r.when", 4, "no attribute is asked for");
        yield return new("attribute without operators", Rule("\"when\": {\n\"plan\": { } }"), "flags.f.rules.r.when.plan", 5, "there is no operator here");
        yield return new(
            "attribute of a null operator", Rule("\"when\": { \"plan\": { \"eq\": null } }"), "flags.f.rules.r.when.plan", 4, "there is no operator here");
        yield return new("empty when of an except", Rule("\"except\": { \"when\": { } }"), "flags.f.rules.r.except.when", 4, "no attribute is asked for");
        yield return new("empty when of a segment", """
            { "segments": {
                "a": { "when": { } } } }
            """, "segments.a.when", 2, "no attribute is asked for");
        yield return new("attribute without operators in a segment's except", """
            { "segments": {
                "a": { "users": ["u"], "except": { "when": {
                    "plan": { } } } } } }
            """, "segments.a.except.when.plan", 3, "there is no operator here");
        yield return new(
            "attribute without a name", Rule("\"when\": { \"\": 1 }"), "flags.f.rules.r.when.''", 4,
            "'' is not the name of an attribute; 1 to 128 characters are allowed");
        yield return new(
            "attribute's name of 129 characters", Rule($"\"when\": {{ \"{Long}\": 1 }}"), "flags.f.rules.r.when." + Long[..128] + "…", 4,
            "is not the name of an attribute");
        yield return new(
            "attribute named user", Rule("\"when\": { \"User\": 1 }"), "flags.f.rules.r.when.User", 4,
            "'User' is a reserved word; write 'userId' to ask for the user's id");
        yield return new(
            "attribute named request", Rule("\"when\": { \"request\": 1 }"), "flags.f.rules.r.when.request", 4,
            "'request' is a reserved word; give the attribute another name");
        foreach (var literal in new[] { "\"high\"", "true", "1e400", "\"NaN\"", "\"2026-12-01\"", "\"2026-12-01T00:00:00\"", "\"\"", "\"1,5\"" })
        {
            yield return new(
                $"gt {literal}", Rule($"\"when\": {{ \"a\": {{ \"gt\": {literal} }} }}"), "flags.f.rules.r.when.a.gt", 4,
                "is neither a number nor a date and time with an offset");
        }

        foreach (var part in new[] { "contains", "startsWith", "endsWith" })
        {
            yield return new(
                $"{part} of nothing", Rule($"\"when\": {{ \"a\": {{ \"{part}\": [\"x\", \"\"] }} }}"), $"flags.f.rules.r.when.a.{part}", 4,
                "an empty text is a part of every text");
        }

        yield return new(
            "case of no text", Rule("\"when\": { \"a\": {\n\"ignoreCase\": true, \"gt\": 5 } }"), "flags.f.rules.r.when.a.ignoreCase", 5,
            "only eq, ne, in, notIn, contains, startsWith and endsWith can ignore case, and none of them is here");
        foreach (var age in new[] { "newerThan", "olderThan" })
        {
            yield return new(
                $"{age} of no time", Rule($"\"when\": {{ \"a\": {{ \"{age}\": \"00:00:00\" }} }}"), $"flags.f.rules.r.when.a.{age}", 4,
                "'00:00:00' is not a duration");
        }

        yield return new(
            "pattern", Rule("\"when\": { \"a\": {\n\"matches\": \"(\" } }"), "flags.f.rules.r.when.a.matches", 5, "'(' is not a pattern that can be used");
        yield return new(
            "semver of a word", Rule("\"when\": { \"a\": { \"semver\": \"latest\" } }"), "flags.f.rules.r.when.a.semver", 4,
            "'latest' is not a range of versions");
        yield return new(
            "semver of nothing", Rule("\"when\": { \"a\": { \"semver\": \"\" } }"), "flags.f.rules.r.when.a.semver", 4, "'' is not a range of versions");
        yield return new(
            "cidr of a name", Rule("\"when\": { \"a\": { \"cidr\": [\"::1\", \"localhost\"] } }"), "flags.f.rules.r.when.a.cidr", 4,
            "'localhost' is not a network; an IPv4 or IPv6 address or block");
        yield return new(
            "cidr too long", Rule("\"when\": { \"a\": { \"cidr\": \"10.0.0.0/33\" } }"), "flags.f.rules.r.when.a.cidr", 4, "'10.0.0.0/33' is not a network");
    }

    private static IEnumerable<ProblemRow> Serves()
    {
        foreach (var flag in new[] { "{ }", "{ \"description\": \"d\" }", "{ \"enabled\": true }", "{ \"rules\": null }", "{ \"variants\": { \"a\": { } } }" })
        {
            yield return new($"flag {flag}", $$"""
                { "flags": {
                    "f": {{flag}} } }
                """, "flags.f", 2, "the flag says nothing: write true");
        }

        yield return new("segment that says nothing", """
            { "segments": {
                "a": { "description": "d" } } }
            """, "segments.a", 2, "the segment says nothing");
        yield return new("segment of an except only", """
            { "segments": {
                "a": { "except": { "users": ["u"] } } } }
            """, "segments.a", 2, "the segment says nothing");
        yield return new("empty except of a segment", """
            { "segments": {
                "a": { "users": ["u"],
                       "except": { } } } }
            """, "segments.a.except", 3, "there is no condition here");
        yield return new("empty except of a rule", Rule("\"except\": { }"), "flags.f.rules.r.except", 4, "there is no condition here");
        yield return new(
            "problem in a rule that is switched off", Rule("\"enabled\": false, \"regions\": [\"?\"]"), "flags.f.rules.r.regions", 4, "'?' is not a region");
        yield return new("problem in a flag that is off", """
            { "flags": { "f": { "enabled": false, "rules": { "r": {
                "segments": ["gone"] } } } } }
            """, "flags.f.rules.r.segments", 2, "there is no segment 'gone'");
    }

    private static IEnumerable<ProblemRow> Splits()
    {
        foreach (var weight in new[] { "-1", "-0.001", "100000.001", "0.0001", "1e9" })
        {
            yield return new($"weight {weight}", $$"""
                { "flags": { "f": { "default": true, "variants": { "a": { "weight": 1 }, "b": {
                    "weight": {{weight}} } } } } }
                """, "flags.f.variants.b.weight", 2, "is not a weight; a number from 0 to 100000 with up to three decimals");
        }

        yield return new("weights all 0", """
            { "flags": { "f": { "default": "split",
                "variants": { "a": { "weight": 0 }, "b": { "weight": 0.000 }, "c": { } } } } }
            """, "flags.f.variants", 2, "every weight is 0");
        yield return new("split without weights", """
            { "flags": { "f": { "variants": { "a": { }, "b": { } }, "rules": { "r": {
                "serve": "split" } } } } }
            """, "flags.f.rules.r.serve", 2, "a split needs variants with weights");
        yield return new("split by default without variants", """
            { "flags": { "f": {
                "default": "split" } } }
            """, "flags.f.default", 2, "a split needs variants with weights");
    }

    private static IEnumerable<ProblemRow> Requires()
    {
        yield return new("unknown flag", """
            { "flags": { "base": true, "f": { "rules": { "r": {
                "requires": ["bsae"] } } } } }
            """, "flags.f.rules.r.requires", 2, "there is no flag 'bsae'; did you mean 'base'?");
        yield return new(
            "unknown flag in except", Rule("\"except\": { \"requires\": { \"gone\": true } }"), "flags.f.rules.r.except.requires", 4,
            "there is no flag 'gone'");
        yield return new("unknown variant of another flag", """
            { "flags": { "base": { "default": true, "variants": { "blue": { } } }, "f": { "rules": { "r": {
                "requires": { "BASE": "bleu" } } } } } }
            """, "flags.f.rules.r.requires", 2, "there is no variant of the flag 'base' called 'bleu'; did you mean 'blue'?");
        yield return new("requires split", """
            { "flags": { "base": { "default": true, "variants": { "blue": { } } }, "f": { "rules": { "r": {
                "requires": { "base": "split" } } } } } }
            """, "flags.f.rules.r.requires", 2, "'split' is a reserved word; write true for any variant");
        yield return new(
            "flag that requires itself", Rule("\"requires\": \"F\""), "flags.f.rules.r.requires", 4, "the flags refer to each other in a circle: f -> f");
        yield return new("circle of three flags, one by except, one switched off", """
            { "flags": {
                "out": { "rules": { "r": { "requires": ["a"] } } },
                "a": { "rules": { "q": { }, "r": {
                    "requires": ["B"] } } },
                "b": { "enabled": false, "rules": { "r": { "except": { "requires": ["c"] } } } },
                "c": { "rules": { "r": { "enabled": false, "requires": { "a": false } } } } } }
            """, "flags.a.rules.r.requires", 4, "the flags refer to each other in a circle: a -> b -> c -> a");
        yield return new(
            "environment without a text", Rule("\"environments\": [\"Production\", \"\"]"), "flags.f.rules.r.environments", 4,
            "an empty text can be nobody's entry");
        yield return new(
            "instance without a text in except", Rule("\"except\": { \"instances\": [\"\"] }"), "flags.f.rules.r.except.instances", 4,
            "an empty text can be nobody's entry");
    }

    private static ProblemRow Flag(string what, string name, string path, string message) => new(what, $$"""
        { "flags": {
            "good": true,
            "{{name}}": true } }
        """, path, 3, message);

    // The rule's fields start on line 4.
    internal static string Rule(string fields) => $$"""
        { "flags": {
            "f": { "rules": {
                "r": {
        {{fields}} } } } } }
        """;
}
