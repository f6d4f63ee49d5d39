using GrayFlags.Documents;
using GrayFlags.Simulation;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Simulate;
using GrayFlags.Tool.Subjects;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Simulate;

/// <summary>A share by percentage is known: the interval has to cover it as often as it says, which is 95 %.</summary>
[TestFixture]
internal sealed class CoverageTests
{
    private const int Seeds = 400;
    private const int Users = 2_000;

    // Two-sided, 99.99 %: a right interval is called wrong once in 10,000 choices of seeds, and the seeds here are fixed.
    private const double Deviations = 3.89;

    [TestCase(25, """{ "percentage": 25 }""")]
    [TestCase(2, """{ "percentage": { "of": 2, "by": "tenant" } }""")]
    [TestCase(70, """{ "percentage": { "of": 70, "by": "request" } }""")]
    public void Interval_CoversTheShare_AsOftenAsItSays(double percentage, string rule)
    {
        var document = FlagDocument.Parse($$"""{ "flags": { "f": { "rules": { "r": {{rule}} } } } }""");
        var question = Question.Of(document, ["f"], [DateTimeOffset.UnixEpoch], new RuleSettings(), new RegionClasses([]));
        var covered = 0;
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var source = new Population(Users, seed, Mix<string?>.Even([(null, "no region")]), [], ["tenant"], [], []);
            var tallies = source.Visit(1, () => new Tally(question), static (tally, subject) => tally.Add(subject), static _ => { });
            var (low, high) = new Findings(question, Tally.Sum(tallies), source, []).On(0, 0).Interval;
            covered += low <= percentage / 100 && percentage / 100 <= high ? 1 : 0;
        }

        var (least, most) = Wilson.Of(covered, Seeds, Deviations);
        Assert.That(least, Is.LessThanOrEqualTo(0.95), $"{covered} of {Seeds} cover");
        Assert.That(most, Is.GreaterThanOrEqualTo(0.95), $"{covered} of {Seeds} cover");
    }
}
