using GrayFlags.Documents;

namespace GrayFlags.Tests.Compilation;

/// <summary>Mistakes in <c>any</c>, <c>all</c> and <c>not</c>, and in conditions inside of them.</summary>
internal static class NestedProblemRows
{
    private const string Itself = "{ \"requires\": \"F\" }";

    public static IEnumerable<ProblemRow> Rows
    {
        get
        {
            yield return Rule("any of nothing", "\"any\": []", "any", "the list is empty; give it at least one object of conditions");
            yield return Rule("all of nothing in except", "\"except\": { \"all\": [] }", "except.all", "the list is empty");
            yield return Rule("any of an empty object", "\"any\": [{ \"users\": [\"u\"] }, { }]", "any[1]", "there is no condition here");
            yield return Rule("not of an empty object", "\"not\": { }", "not", "there is no condition here");
            yield return Rule("any that is an object", "\"any\": { \"users\": [] }", "any", "where a list of objects of conditions");
            yield return Rule("any with a text", "\"any\": [\"u\"]", "any[0]", "where an object of conditions is expected");
            yield return Rule("any with null", "\"any\": [null]", "any[0]", "where an object of conditions is expected");
            yield return Rule("not that is a list", "\"not\": []", "not", "where an object of conditions is expected");
            yield return Rule("unknown field in not", "\"not\": { \"usrs\": [] }", "not.usrs", "did you mean 'users'?");
            yield return Rule("percentage in any", "\"any\": [{ \"percentage\": 5 }]", "any[0].percentage", "a percentage is not allowed in any, all or not");
            yield return Rule("region in not", "\"not\": { \"all\": [{ \"regions\": [\"C N\"] }] }", "not.all[0].regions", "'C N' is not a region");
            yield return Rule("segment in all", "\"all\": [{ \"segments\": [\"gone\"] }]", "all[0].segments", "there is no segment 'gone'");
            yield return Rule("flag in any", "\"any\": [{ \"requires\": [\"gone\"] }]", "any[0].requires", "there is no flag 'gone'");
            yield return Rule("nesting of nine", Deep(DocumentLimits.MaxNesting + 1), NotOf(DocumentLimits.MaxNesting + 1), "nested deeper than 8");
            foreach (var (name, nested) in new[] { ("any", $"[{Itself}]"), ("all", $"[{Itself}]"), ("not", Itself) })
            {
                yield return Rule($"circle by {name}", $"\"{name}\": {nested}", name, "the flags refer to each other in a circle: f -> f");
            }

            yield return Rule("circle by not in except", "\"except\": { \"not\": { \"requires\": [\"f\"] } }", "except", "in a circle: f -> f");
            yield return new("percentage in any of an audience", """
                { "flags": { "f": { "rollout": { "stages": [{ "name": "a", "percentage": 1 }],
                    "audience": { "any": [{ "users": ["u"] },
                        { "percentage": 5 }] } } } } }
                """, "flags.f.rollout.audience.any[1].percentage", 3, "a percentage is not allowed in any, all or not");
            yield return new("circle by any of an audience", """
                { "flags": { "f": { "rollout": { "stages": [{ "name": "a", "percentage": 1 }], "audience": {
                    "any": [{ "requires": ["f"] }] } } } } }
                """, "flags.f.rollout.audience.any", 2, "the flags refer to each other in a circle: f -> f");
        }
    }

    /// <summary>A condition that is nested so deep by <c>not</c>.</summary>
    public static string Deep(int depth) => depth == 0 ? "\"users\": [\"u\"]" : $"\"not\": {{ {Deep(depth - 1)} }}";

    private static string NotOf(int depth) => string.Join('.', Enumerable.Repeat("not", depth));

    private static ProblemRow Rule(string name, string field, string path, string message) => new(name, $$"""
        { "flags": {
            "f": { "rules": { "r": {
                {{field}} } } } } }
        """, "flags.f.rules.r." + path, 3, message);
}
