using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Simulation;
using GrayFlags.Tool.Diff;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Subjects;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Diff;

/// <summary>On random pairs of documents, diff finds the flips that evaluators of both find.</summary>
[TestFixture]
internal sealed class FlipTests
{
    private const int Pairs = 1_000;
    private const int Subjects = 60;
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Regions = ["CN", "CN-GD", "SE", "US-CA"];
    private static readonly string[] Plans = ["pro", "free", "team"];

    [Test]
    public void Flips_OfRandomPairs_AreThoseOfEvaluators()
    {
        var flips = 0L;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var draws = new Draws((ulong)pair);
            FlagDocument before = FlagDocument.Parse(Document(draws)), after = FlagDocument.Parse(Document(draws));
            var found = Found(before, after, out var source);
            var expected = Expected(before, after, source);

            foreach (var (name, counts) in expected)
            {
                var place = found.Names.ToList().FindIndex(each => string.Equals(each, name, StringComparison.OrdinalIgnoreCase));
                var kinds = new[] { FlipKind.On, FlipKind.Off, FlipKind.Variant }.Select(kind => found.Flips.Flags[place].CountOf(kind));
                Assert.That(kinds, Is.EqualTo(counts), $"pair {pair}, flag {name}\n{before.ToJson()}\n{after.ToJson()}");
                flips += counts.Sum();
            }
        }

        Assert.That(flips, Is.GreaterThan(Pairs), "there is something to find");
    }

    private static (IReadOnlyList<string> Names, FlipTally Flips) Found(FlagDocument before, FlagDocument after, out List<Subject> all)
    {
        var words = Vocabulary.Of(before, after);
        string[] named = [.. words.Users.Order(StringComparer.Ordinal)];
        SubjectSource Create() =>
            new Population(Subjects, 5, SubjectMix.Regions(words, []), SubjectMix.Attributes(words, [], Now), words.Units, words.Ranks, named);
        var subjects = new List<Subject>();
        Create().Visit(1, static () => 0, (_, subject) => subjects.Add(subject), static _ => { });
        all = subjects;
        var comparison = Comparison.Of(before, after, Now, new RuleSettings());
        var tallies = Create().Visit(2, () => new FlipTally(comparison), static (tally, subject) => tally.Add(subject), static _ => { });
        return (comparison.Names, FlipTally.Sum(comparison, tallies));
    }

    private static Dictionary<string, long[]> Expected(FlagDocument before, FlagDocument after, List<Subject> subjects)
    {
        using var old = RuleEvaluator.Create(before, Now, new RuleSettings());
        using var now = RuleEvaluator.Create(after, Now, new RuleSettings());
        var flips = new Dictionary<string, long[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in before.Flags.Keys.Concat(after.Flags.Keys))
        {
            var counts = flips[name] = new long[3];
            foreach (var subject in subjects)
            {
                var (was, becomes) = (old.Evaluate(name, subject.Context), now.Evaluate(name, subject.Context));
                counts[0] += !was.Enabled && becomes.Enabled ? 1 : 0;
                counts[1] += was.Enabled && !becomes.Enabled ? 1 : 0;
                counts[2] += was.Enabled == becomes.Enabled && was.Variant != becomes.Variant ? 1 : 0;
            }
        }

        return flips;
    }

    private static string Document(Draws draws)
    {
        var flags = new List<string>();
        for (var flag = 0; flag < 4; flag++)
        {
            if (!draws.Chance(0.15))
            {
                flags.Add($"\"f{flag}\": {Flag(draws, flag)}");
            }
        }

        var off = draws.Chance(0.1) ? "\"off\": [\"f1\"]," : "";
        var segment = $$"""{ "regions": ["{{Pick(draws, Regions)}}"], "when": { "plan": "{{Pick(draws, Plans)}}" }, "users": ["ana"] }""";
        return $$"""{ {{off}} "segments": { "s": {{segment}} }, "flags": { {{string.Join(", ", flags)}} } }""";
    }

    private static string Flag(Draws draws, int flag)
    {
        if (draws.Chance(0.1))
        {
            return draws.Chance(0.5) ? "true" : "false";
        }

        var requires = flag == 3 && draws.Chance(0.2) ? ", \"when\": { \"plan\": { \"ne\": \"pro\" } }" : "";
        var serve = Pick(draws, ["true", "false", "\"split\"", "\"a\""]);
        var of = (long)(draws.Next() * 60);
        var (salt, from, by) = (Pick(draws, ["x", "y"]), (long)(draws.Next() * 40), Pick(draws, ["user", "tenant"]));
        var share = draws.Chance(0.5)
            ? of.ToString(CultureInfo.InvariantCulture)
            : $$"""{ "of": {{of}}, "salt": "{{salt}}{{flag}}", "from": {{from}}, "by": "{{by}}" }""";
        return $$"""
            {
              "variants": { "a": { "weight": {{1 + (int)(draws.Next() * 9)}} }, "b": { "weight": 5 } },
              "rules": {
                "one": { "percentage": {{share}}, "serve": {{serve}}{{requires}} },
                "two": { "segments": ["s"], "priority": {{(int)(draws.Next() * 3) - 1}} },
                "three": { "users": ["{{Pick(draws, ["ana", "bo", "lin"])}}"], "serve": {{Pick(draws, ["true", "\"b\""])}} }
              },
              "default": {{Pick(draws, ["true", "false", "\"split\""])}}
            }
            """;
    }

    private static string Pick(Draws draws, string[] of) => of[(int)(draws.Next() * of.Length)];
}
