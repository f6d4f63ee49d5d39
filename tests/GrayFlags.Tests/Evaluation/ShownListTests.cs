using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Explanations stay short whatever lists a document has: five elements of at most 48 characters.</summary>
public sealed class ShownListTests
{
    private static readonly string Long = new('x', 100);

    [TestCase("\"regions\": [LIST]")]
    [TestCase("\"environments\": [LIST]")]
    [TestCase("\"when\": { \"a\": { \"in\": [LIST] } }")]
    [TestCase("\"when\": { \"a\": { \"notIn\": [LIST] } }")]
    [TestCase("\"when\": { \"a\": { \"startsWith\": [LIST] } }")]
    [TestCase("\"when\": { \"a\": { \"contains\": [LIST] } }")]
    [TestCase("\"segments\": [LIST]")]
    [TestCase("\"requires\": { NAMES }")]
    public void Explain_ListOfManyLongTexts(string condition)
    {
        var names = Enumerable.Range(0, 20).Select(number => $"{Long}{number}").ToList();
        var json = $$"""
            { "flags": { {{string.Join(", ", names.Select(name => $"\"{name}\": true"))}},
                "f": { "rules": { "r": { {{condition.Replace("LIST", string.Join(", ", names.Select(name => $"\"{name}\"")), StringComparison.Ordinal)
                    .Replace("NAMES", string.Join(", ", names.Select(name => $"\"{name}\": true")), StringComparison.Ordinal)}}, "serve": true } } } },
              "segments": { {{string.Join(", ", names.Select(name => $"\"{name}\": {{ \"users\": [\"u\"] }}"))}} } }
            """;
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(json))));

        var shown = evaluator.Explain("f", new GrayContext("u") { ["a"] = GrayValue.FromList(names) }).Rules.Single().Conditions.Single();
        shown = shown.Field == "when" ? shown.Parts.Single() : shown;

        Assert.That(shown.Wanted, Does.Contain("…").And.Length.LessThan(400).And.Not.Contain(Long));
        Assert.That(shown.Seen, Has.Length.LessThan(400));
    }
}
