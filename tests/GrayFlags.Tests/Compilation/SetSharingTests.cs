using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

/// <summary>DESIGN.md, section 4: equal sets are compiled once, however many flags hold them.</summary>
public sealed class SetSharingTests
{
    private const string Countries = """["AT","BE","BG","CN","CY","CZ","DE","DK","EE","ES","FI","FR","GR","HR","HU","IE","IT","LT","LU","LV"]""";

    [Test]
    public void TenThousandFlags_WithOneListOfTwentyCountries_HoldOneSet()
    {
        var flags = Enumerable.Range(0, 10_000)
            .Select(number => $$""" "f{{number}}": { "rules": { "r": { "regions": {{Countries}}, "users": ["a", "b"], "segments": ["s"] } } }""");
        var conditions = Conditions($$"""{ "segments": { "s": { "users": ["x"] } }, "flags": { {{string.Join(',', flags)}} } }""");

        Assert.That(conditions, Has.Count.EqualTo(30_000));
        Assert.That(
            conditions.OfType<RegionsCondition>().Select(condition => condition.Regions).Distinct(ReferenceEqualityComparer.Instance),
            Has.Exactly(1).Items);
        Assert.That(
            conditions.OfType<UsersCondition>().Select(condition => condition.Users).Distinct(ReferenceEqualityComparer.Instance),
            Has.Exactly(1).Items);
        Assert.That(
            conditions.OfType<SegmentsCondition>().SelectMany(condition => condition.Segments).Distinct(ReferenceEqualityComparer.Instance),
            Has.Exactly(1).Items);
    }

    // The order in a list means nothing, nor does the case of a region; that of a user does.
    [Test]
    public void Lists_ThatMeanTheSame_AreOneSet()
    {
        var conditions = Conditions("""
            { "flags": {
                "f": { "rules": { "r": { "regions": ["CN", "SE", "CN"], "users": ["a", "b"] } } },
                "g": { "rules": { "r": { "regions": ["se", "cn"], "users": ["b", "a", "a"] } } },
                "h": { "rules": { "r": { "regions": ["SE"], "users": ["A", "b"] } } } } }
            """);

        Assert.That(
            conditions.OfType<RegionsCondition>().Select(condition => condition.Regions).Distinct(ReferenceEqualityComparer.Instance),
            Has.Exactly(2).Items);
        Assert.That(
            conditions.OfType<UsersCondition>().Select(condition => condition.Users).Distinct(ReferenceEqualityComparer.Instance),
            Has.Exactly(2).Items);
    }

    private static List<Condition> Conditions(string json)
    {
        var result = RuleSetCompiler.Compile(FlagDocument.Parse(json), [], new(), "");
        Assert.That(result.Problems, Is.Empty);

        return [.. result.RuleSet!.Flags.All.SelectMany(flag => flag.Rules).SelectMany(rule => rule.Conditions)];
    }
}
