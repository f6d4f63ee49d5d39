using GrayFlags.Documents.Problems;
using GrayFlags.Tests.Compilation;
using GrayFlags.Documents.Reading;
using NUnit.Framework;
using static GrayFlags.Tests.Documents.BadDocumentRow;

namespace GrayFlags.Tests.Documents;

/// <summary>Documents with one mistake of form each. Paths, lines and messages are expected by DESIGN.md section 3, "Bad documents".</summary>
internal static class BadDocuments
{
    public static IEnumerable<TestCaseData> Rows()
    {
        // The document itself.
        yield return Row(nameof(ProblemText.Empty), "", "", 1, "the document is empty");
        yield return Row(nameof(ProblemText.Empty), " \r\n\t", "", 1, "the document is empty");
        yield return Row(nameof(ProblemText.Kind), "null", "", 1, "null is found where a document, which is an object, is expected");
        yield return Row(nameof(ProblemText.Kind), "\n[]", "", 2, "a list is found where a document");
        yield return Row(nameof(ProblemText.Kind), "\"text\"", "", 1, "'text' is found where a document");
        yield return Row(nameof(ProblemText.Kind), "12", "", 1, "12 is found where a document");

        // The envelope.
        yield return Row(nameof(ProblemText.Kind), "{ \"$schema\": 1 }", "$schema", 1, "1 is found where a text is expected");
        yield return Row(nameof(ProblemText.Kind), "{\n\"description\": [] }", "description", 2, "a list is found where a text is expected");
        yield return Row(
            nameof(ProblemText.SchemaVersion), "{\n\"schemaVersion\": 2 }", "schemaVersion", 2,
            "2 is not a schema version that this version of the library knows; 1 is allowed");
        yield return Row(
            nameof(ProblemText.NotAnInteger), "{ \"schemaVersion\": -1 }", "schemaVersion", 1, "-1 is not allowed; a whole number from 0 to 2147483647 is");
        yield return Row(
            nameof(ProblemText.TextOfAnotherKind), "{ \"schemaVersion\": \"1\" }", "schemaVersion", 1,
            "the text '1' is found where a whole number is expected; write 1 without quotes");
        yield return Row(
            nameof(ProblemText.NotAnInteger), "{ \"version\": 1.5 }", "version", 1, "1.5 is not allowed; a whole number from 0 to 4000000000000000000 is");
        yield return Row(nameof(ProblemText.NotAnInteger), "{ \"version\": 9223372036854775808 }", "version", 1, "9223372036854775808 is not allowed");
        yield return Row(
            nameof(ProblemText.NotAnInteger), "{ \"version\": 9223372036854775807 }", "version", 1,
            "9223372036854775807 is not allowed; a whole number from 0 to 4000000000000000000 is");
        yield return Row(nameof(ProblemText.NotAnInteger), "{ \"version\": 4000000000000000001 }", "version", 1, "4000000000000000001 is not allowed");
        yield return Row(
            nameof(ProblemText.NotAnInstant), "{ \"issuedAt\": \"yesterday\" }", "issuedAt", 1, "'yesterday' is not an ISO 8601 date and time with an offset");
        yield return Row(
            nameof(ProblemText.Kind), "{ \"issuedAt\": 1764547200 }", "issuedAt", 1,
            "1764547200 is found where a date and time, such as '2026-12-01T00:00:00+08:00', is expected");
        yield return Row(nameof(ProblemText.Kind), "{ \"off\": true }", "off", 1, "true is found where a list of texts is expected");
        yield return Row(nameof(ProblemText.Kind), "{ \"off\": [\"a\",\n\"b\", 7] }", "off[2]", 2, "7 is found where a text is expected");
        yield return Row(nameof(ProblemText.Kind), "{ \"flags\": [] }", "flags", 1, "a list is found where an object of flags, keyed by name, is expected");
        yield return Row(
            nameof(ProblemText.Kind), "{ \"segments\": \"staff\" }", "segments", 1, "'staff' is found where an object of segments, keyed by name, is expected");

        // Names of fields.
        yield return Row(
            nameof(ProblemText.UnknownField), "{\n\"flagz\": {} }", "flagz", 2,
            "'flagz' is not a field here; did you mean 'flags'? Allowed are $schema, schemaVersion");
        yield return Row(
            nameof(ProblemText.UnknownField), "{ \"source\": \"http://169.254.169.254/\" }", "source", 1,
            "'source' is not a field here; allowed are $schema, schemaVersion");
        yield return Row(nameof(ProblemText.UnknownField), "{ \"$ref\": \"http://169.254.169.254/\" }", "$ref", 1, "'$ref' is not a field here");
        yield return Row(nameof(ProblemText.UnknownField), "{ \"\": 1 }", "''", 1, "'' is not a field here; allowed are");
        yield return Row(nameof(ProblemText.UnknownField), Flag("\"enabeld\": true"), "flags.a.enabeld", 2, "did you mean 'enabled'?");
        yield return Row(nameof(ProblemText.UnknownField), Rule("\"procentage\": 25"), "flags.a.rules.r.procentage", 3, "did you mean 'percentage'?");
        yield return Row(
            nameof(ProblemText.UnknownField), Rule("\"window\": { \"begin\": 1 }"), "flags.a.rules.r.window.begin", 3,
            "'begin' is not a field here; allowed are start, end, timeZone, recurrence");
        yield return Row(
            nameof(ProblemText.UnknownField), Rule("\"percentage\": { \"of\": 1, \"sallt\": \"x\" }"), "flags.a.rules.r.percentage.sallt", 3,
            "did you mean 'salt'?");
        yield return Row(
            nameof(ProblemText.UnknownField), Rule("\"except\": { \"serve\": true }"), "flags.a.rules.r.except.serve", 3,
            "'serve' is not a field here; allowed are users, segments, regions, when, window, percentage, requires, environments, instances, custom");
        yield return Row(
            nameof(ProblemText.NestedTooDeep), Rule(NestedProblemRows.Deep(9)), "flags.a.rules.r" + string.Concat(Enumerable.Repeat(".not", 9)), 3,
            "any, all and not are nested deeper than 8, the limit MaxNesting");
        yield return Row(nameof(ProblemText.UnknownField), Segment("\"user\": [\"x\"]"), "segments.s.user", 2, "did you mean 'users'?");
        yield return Row(
            nameof(ProblemText.UnknownField), Segment("\"except\": { \"window\": {} }"), "segments.s.except.window", 2,
            "allowed are users, segments, regions, when");
        yield return Row(
            nameof(ProblemText.UnknownField), Flag("\"variants\": { \"v\": { \"values\": 1 } }"), "flags.a.variants.v.values", 2, "did you mean 'value'?");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"custom\": []"), "flags.a.rules.r.custom", 3,
            "a list is found where an object of registered conditions, keyed by name, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"custom\": { \"a\": false }"), "flags.a.rules.r.custom.a", 3,
            "false is found where an object of parameters, or true where it needs none, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"custom\": { \"a\": \"x\" }"), "flags.a.rules.r.custom.a", 3, "'x' is found where an object of parameters");
        yield return Row(
            nameof(ProblemText.NotAWhole), Rule("\"percentage\": { \"of\": 1, \"outOf\": true }"), "flags.a.rules.r.percentage.outOf", 3,
            "true is not the whole of a share");

        // Flags.
        yield return Row(nameof(ProblemText.Kind), "{ \"flags\": {\n\"a\": 1 } }", "flags.a", 2, "1 is found where true, false or an object is expected");
        yield return Row(
            nameof(ProblemText.TextOfAnotherKind), "{ \"flags\": { \"a\": \"true\" } }", "flags.a", 1,
            "the text 'true' is found where true, false or an object is expected; write true without quotes");
        yield return Row(
            nameof(ProblemText.TextOfAnotherKind), "{ \"flags\": { \"a\": \"Off\" } }", "flags.a", 1,
            "the text 'Off' is found where true, false or an object is expected; write false without quotes");
        yield return Row(
            nameof(ProblemText.TextOfAnotherKind), Flag("\"enabled\": \"true\""), "flags.a.enabled", 2,
            "the text 'true' is found where true or false is expected; write true without quotes");
        yield return Row(
            nameof(ProblemText.BelongsInARule), Flag("\"percentage\": 20"), "flags.a.percentage", 2,
            "'percentage' belongs in a rule: \"rules\": { \"canary\": { \"percentage\": 20 } }");
        yield return Row(
            nameof(ProblemText.BelongsInARule), Flag("\"users\": [\"ana\"]"), "flags.a.users", 2,
            "'users' belongs in a rule: \"rules\": { \"canary\": { \"users\": [\"ana\"] } }");
        yield return Row(
            nameof(ProblemText.BelongsInARule), Flag("\"when\": {\n\"plan\": \"pro\" }"), "flags.a.when", 2,
            "'when' belongs in a rule: \"rules\": { \"canary\": { \"when\": { … } } }");
        yield return Row(
            nameof(ProblemText.ServeOfAFlag), Flag("\"serve\": \"blue\""), "flags.a.serve", 2,
            "'serve' belongs in a rule; what the flag serves where no rule matches is \"default\": \"blue\"");
        yield return Row(
            nameof(ProblemText.NamelessRule), Flag("\"rules\": { \"percentage\": 20 }"), "flags.a.rules.percentage", 2,
            "20 is found where a rule, which is an object, is expected; a rule needs a name around its conditions: "
                + "\"rules\": { \"canary\": { \"percentage\": 20 } }");
        yield return Row(
            nameof(ProblemText.NamelessRule), Flag("\"rules\": { \"users\": [\"ana\"] }"), "flags.a.rules.users", 2,
            "a list is found where a rule, which is an object, is expected; a rule needs a name around its conditions: "
                + "\"rules\": { \"canary\": { \"users\": [ … ] } }");
        yield return Row(
            nameof(ProblemText.OfAnotherSystem), "{ \"feature_management\": { \"feature_flags\": [] } }", "feature_management", 1,
            "'feature_management' is a field of Microsoft.FeatureManagement, for whose documents there is no converter yet; here flags are an object by name");
        yield return Row(
            nameof(ProblemText.OfAnotherSystem), "{ \"features\": [] }", "features", 1, "'features' is a field of Unleash, for whose documents there is no");
        yield return Row(
            nameof(ProblemText.OfAnotherSystem), "{ \"features\": { } }", "features", 1, "'features' is a field of GrowthBook, for whose documents there");
        yield return Row(
            nameof(ProblemText.OfAnotherSystem), Flag("\"defaultVariant\": \"blue\""), "flags.a.defaultVariant", 2,
            "'defaultVariant' is a field of flagd, for whose documents there is no converter yet; here it is \"default\": \"blue\"");
        yield return Row(
            nameof(ProblemText.OfAnotherSystem), Flag("\"EnabledFor\": []"), "flags.a.EnabledFor", 2,
            "'EnabledFor' is a field of Microsoft.FeatureManagement, for whose documents there is no converter yet; here conditions stand in rules");
        yield return Row(
            nameof(ProblemText.OptionInTheDocument), "{ \"stateDirectory\": \"/x\" }", "stateDirectory", 1,
            "'StateDirectory' is an option, and options are given in code, not in the document: AddGrayFlags(section, o => o.StateDirectory = …)");
        yield return Row(nameof(ProblemText.Kind), Flag("\"owner\": {}"), "flags.a.owner", 2, "an object is found where a text is expected");
        yield return Row(
            nameof(ProblemText.NotAnExpiry), Flag("\"expires\": \"2027-02-30\""), "flags.a.expires", 2, "'2027-02-30' is not a date such as 2027-03-01");
        yield return Row(nameof(ProblemText.NotAnExpiry), Flag("\"expires\": \"01/03/2027\""), "flags.a.expires", 2, "'01/03/2027' is not a date");
        yield return Row(
            nameof(ProblemText.NoOffset), Flag("\"expires\": \"2027-03-01T12:00:00\""), "flags.a.expires", 2, "'2027-03-01T12:00:00' has no offset from UTC");
        yield return Row(
            nameof(ProblemText.Kind), Flag("\"expires\": 2027"), "flags.a.expires", 2, "2027 is found where a date, such as '2027-03-01', is expected");
        yield return Row(nameof(ProblemText.Kind), Flag("\"tags\": [null]"), "flags.a.tags[0]", 2, "null is found where a text is expected");
        yield return Row(
            nameof(ProblemText.RulesAreKeyed), Flag("\"rules\": [ { \"users\": [] } ]"), "flags.a.rules", 2, "rules are an object keyed by name, not a list");
        yield return Row(
            nameof(ProblemText.Kind), Flag("\"rules\": true"), "flags.a.rules", 2, "true is found where an object of rules, keyed by name, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Flag("\"default\": 1"), "flags.a.default", 2, "1 is found where true, false, split or the name of a variant is expected");
        yield return Row(nameof(ProblemText.BadName), Flag("\"default\": \"\""), "flags.a.default", 2, "'' is not a name; 1 to 128 letters");
        yield return Row(
            nameof(ProblemText.Kind), Flag("\"variants\": [\"blue\"]"), "flags.a.variants", 2,
            "a list is found where an object of variants, keyed by name, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Flag("\"variants\": { \"blue\": 25 }"), "flags.a.variants.blue", 2,
            "25 is found where a variant, such as { \"value\": 25 }, is expected");

        // Rules, conditions and segments.
        yield return Row(
            nameof(ProblemText.Kind), Flag("\"rules\": { \"r\": true }"), "flags.a.rules.r", 2, "true is found where a rule, which is an object, is expected");
        yield return Row(nameof(ProblemText.Kind), Rule("\"priority\": true"), "flags.a.rules.r.priority", 3, "true is found where a whole number is expected");
        yield return Row(
            nameof(ProblemText.NotAnInteger), Rule("\"priority\": 2147483648"), "flags.a.rules.r.priority", 3,
            "2147483648 is not allowed; a whole number from -2147483648 to 2147483647 is");
        yield return Row(nameof(ProblemText.NotAnInteger), Rule("\"priority\": 1e2"), "flags.a.rules.r.priority", 3, "1e2 is not allowed");
        yield return Row(nameof(ProblemText.Kind), Rule("\"users\": 5"), "flags.a.rules.r.users", 3, "5 is found where a list of texts is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"regions\": { \"CN\": true }"), "flags.a.rules.r.regions", 3,
            "an object is found where a list of texts is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"window\": \"2026\""), "flags.a.rules.r.window", 3,
            "'2026' is found where a window, such as { \"start\": \"2026-12-01T00:00:00+08:00\" }, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"except\": [\"u-1\"]"), "flags.a.rules.r.except", 3, "a list is found where an object of conditions is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"percentage\": { \"from\":\n1 }"), "flags.a.rules.r.percentage", 3,
            "nothing is found where 'of', the size of the share in percent, or 'ramp' is expected");
        yield return Row(nameof(ProblemText.Kind), Rule("\"percentage\": {}"), "flags.a.rules.r.percentage", 3, "nothing is found where 'of'");
        yield return Row(
            nameof(ProblemText.Kind), "{ \"segments\": { \"s\": [\"u-1\"] } }", "segments.s", 1,
            "a list is found where a segment, such as { \"users\": [\"u-1\"] }, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Segment("\"except\": false"), "segments.s.except", 2, "false is found where an object of conditions is expected");

        yield return Row(
            nameof(ProblemText.Kind), Rule("\"requires\": true"), "flags.a.rules.r.requires", 3,
            "true is found where a list of flags, or an object of what each must serve, is expected");
        yield return Row(nameof(ProblemText.Kind), Rule("\"requires\": [\"b\", 1]"), "flags.a.rules.r.requires[1]", 3, "1 is found where a text is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"requires\": { \"b\":\n[] }"), "flags.a.rules.r.requires.b", 4,
            "a list is found where true, false, split or the name of a variant is expected");
        yield return Row(
            nameof(ProblemText.GivenTwice), Rule("\"requires\": { \"b\": true, \"B\": true }"), "flags.a.rules.r.requires.B", 3, "'B' is given twice");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"environments\": { }"), "flags.a.rules.r.environments", 3, "an object is found where a list of texts is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"except\": { \"instances\": 1 }"), "flags.a.rules.r.except.instances", 3,
            "1 is found where a list of texts is expected");
        foreach (var (weight, shown) in new[] { ("true", "true"), ("\"50\"", "'50'"), ("{ }", "an object"), ("1e-40", "1e-40"), ("1e400", "1e400") })
        {
            yield return Row(
                nameof(ProblemText.NotAWeight), Flag($"\"variants\": {{ \"v\": {{ \"weight\": {weight} }} }}"), "flags.a.variants.v.weight", 2,
                $"{shown} is not a weight; a number from 0 to 100000 with up to three decimals is allowed");
        }
        // When.
        yield return Row(
            nameof(ProblemText.UnknownField), Rule("\"when\": { \"plan\": { \"startWith\": \"p\" } }"), "flags.a.rules.r.when.plan.startWith", 3,
            "'startWith' is not a field here; did you mean 'startsWith'? Allowed are in, notIn, eq");
        yield return Row(
            nameof(ProblemText.UnknownField), Segment("\"when\": { \"plan\": { \"regex\": \"p\" } }"), "segments.s.when.plan.regex", 2,
            "'regex' is not a field here; allowed are in, notIn, eq");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": [\"plan\"]"), "flags.a.rules.r.when", 3,
            "a list is found where an object of attributes, keyed by name, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": \"plan = pro\""), "flags.a.rules.r.when", 3, "'plan = pro' is found where an object of attributes");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": { \"plan\": [\"pro\", { }] }"), "flags.a.rules.r.when.plan[1]", 3,
            "an object is found where a text, a number, true or false is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": { \"plan\": [\"pro\",\nnull] }"), "flags.a.rules.r.when.plan[1]", 4,
            "null is found where a text, a number, true or false is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": { \"plan\": { \"eq\": [\"pro\"] } }"), "flags.a.rules.r.when.plan.eq", 3,
            "a list is found where a text, a number, true or false is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": { \"plan\": { \"in\": { } } }"), "flags.a.rules.r.when.plan.in", 3,
            "an object is found where a text, a number, true, false or a list of them is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": { \"ip\": { \"cidr\": 10 } }"), "flags.a.rules.r.when.ip.cidr", 3,
            "10 is found where a list of texts is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rule("\"when\": { \"plan\": { \"exists\": \"yes\" } }"), "flags.a.rules.r.when.plan.exists", 3,
            "'yes' is found where true or false is expected");
        yield return Row(
            nameof(ProblemText.NoOffset), Rule("\"when\": { \"since\": { \"before\": \"2026-12-01\" } }"), "flags.a.rules.r.when.since.before", 3,
            "'2026-12-01' has no offset from UTC");
        yield return Row(
            nameof(ProblemText.NotAnInstant), Rule("\"when\": { \"since\": { \"after\": \"soon\" } }"), "flags.a.rules.r.when.since.after", 3,
            "'soon' is not an ISO 8601 date and time");
        yield return Row(
            nameof(ProblemText.LoneSurrogate), Rule("\"when\": { \"plan\": [\"\\ud800\"] }"), "flags.a.rules.r.when.plan[0]", 3,
            "one half of a surrogate pair");
        yield return Row(
            nameof(ProblemText.GivenTwice), Rule("\"when\": { \"plan\": \"a\", \"Plan\": \"b\" }"), "flags.a.rules.r.when.Plan", 3,
            "'Plan' is given twice (names ignore case)");
        yield return Row(
            nameof(ProblemText.GivenTwice), Rule("\"when\": { \"plan\": { \"eq\": 1, \"EQ\": 1 } }"), "flags.a.rules.r.when.plan.eq", 3, "'eq' is given twice");

        // Twice.
        yield return Row(nameof(ProblemText.GivenTwice), "{ \"version\": 1,\n\"Version\": 1 }", "version", 2, "'version' is given twice (names ignore case)");
        yield return Row(nameof(ProblemText.GivenTwice), "{ \"flags\": { \"a\": true,\n\"\\u0041\": false } }", "flags.A", 2, "'A' is given twice");
        yield return Row(
            nameof(ProblemText.RepeatedInJson), "{ \"metadata\": { \"a\": 1,\n\"\\u0061\": 2 } }", "metadata", 2, "'a' is given twice in one object");
    }

    public static string Flag(string field) => $$"""{ "flags": { "a": {{{'\n'}}{{field}} } } }""";

    public static string Rule(string field) => $$"""{ "flags": { "a": { "rules": {{{'\n'}} "r": {{{'\n'}}{{field}} } } } } }""";

    public static string Segment(string field) => $$"""{ "segments": { "s": {{{'\n'}}{{field}} } } }""";
}
