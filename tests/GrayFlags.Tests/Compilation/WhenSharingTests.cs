using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Operators;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

/// <summary>DESIGN.md, section 4: equal sets and patterns are shared between flags.</summary>
public sealed class WhenSharingTests
{
    [Test]
    public void EqualOperands_AreOneObject_AcrossRulesSegmentsAndExceptions()
    {
        var operators = Operators("""
            { "segments": { "s": { "when": { "a": { "notIn": ["x", "y"] } } } },
              "flags": {
                "f": { "rules": { "r": { "when": { "a": ["x", "y"], "b": { "matches": "^a", "semver": ">=1", "cidr": ["10.0.0.0/8", "::1"] } },
                                         "except": { "when": { "c": { "in": "y,x", "matches": ["^b", "^a"] } } } } } },
                "g": { "rules": { "r": { "segments": ["s"], "when": { "d": { "in": ["y", "x", "x"], "semver": ">=1", "cidr": "::1,10.0.0.0/8",
                    "eq": "z" } } } } } } }
            """);
        var equal = operators.OfType<EqualOperator>().Select(each => each.Literals).ToList();

        Assert.That(equal, Has.Count.EqualTo(5));
        Assert.That(equal.Distinct(), Has.Exactly(2).Items, "x and y, and z");
        Assert.That(
            operators.OfType<VersionOperator>().Select(each => each.Range).ToList(),
            Has.Count.EqualTo(2).And.All.SameAs(operators.OfType<VersionOperator>().First().Range));
        Assert.That(
            operators.OfType<AddressOperator>().Select(each => each.Networks).ToList(),
            Has.Count.EqualTo(2).And.All.SameAs(operators.OfType<AddressOperator>().First().Networks));
        Assert.That(
            operators.OfType<PatternOperator>().SelectMany(each => each.Patterns).ToList(),
            Has.Count.EqualTo(3).And.Exactly(2).SameAs(operators.OfType<PatternOperator>().First().Patterns[0]));
    }

    // JSON types mean nothing: numbers, booleans and their texts are one literal.
    [Test]
    public void Literals_OfAnyJsonType_AreOne()
    {
        var sets = Operators("""{ "flags": { "f": { "rules": { "r": { "when": { "a": [5, true], "b": ["5", "True"], "c": { "in": "5,TRUE" } } } } } } }""")
            .OfType<EqualOperator>()
            .Select(each => each.Literals)
            .ToList();

        Assert.That(sets, Has.Count.EqualTo(3).And.All.SameAs(sets[0]));
    }

    private static List<AttributeOperator> Operators(string json)
    {
        var document = FlagDocument.Parse(json);
        var result = RuleSetCompiler.Compile(document, [], new(), "");
        Assert.That(result.Problems, Is.Empty);

        var conditions = result.RuleSet!.Flags.All.SelectMany(flag => flag.Rules).SelectMany(rule => rule.Conditions).SelectMany(All);
        return [.. conditions.OfType<WhenCondition>().SelectMany(when => when.Attributes).SelectMany(attribute => attribute.Operators)];
    }

    private static IEnumerable<Condition> All(Condition condition) => condition switch
    {
        ExceptCondition except => except.Conditions.SelectMany(All),
        SegmentsCondition segments => segments.Segments.SelectMany(segment => segment.Others).SelectMany(All),
        _ => [condition],
    };
}
