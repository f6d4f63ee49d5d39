using System.Text.RegularExpressions;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>A summary names its subject: it is a noun phrase or a verb in the third person, and seldom a clause such as "What is served.".</summary>
public sealed partial class SummaryTests
{
    private const double Allowed = 0.05;

    [Test]
    public void Summaries_AreSeldomFreeRelativeClauses()
    {
        var summaries = SourceFiles.Below("src").SelectMany(file => Summaries(file.Path, file.Lines)).ToList();
        var clauses = summaries.Where(summary => Clause().IsMatch(summary.Text)).ToList();

        Assert.That(summaries, Has.Count.GreaterThan(1_000));
        Assert.That(
            clauses,
            Has.Count.LessThanOrEqualTo((int)(Allowed * summaries.Count)),
            () => $"{clauses.Count} of {summaries.Count} summaries begin with a clause; at most {Allowed:P0} may:\n"
                + string.Join('\n', clauses.Select(summary => $"{summary.Place}: {summary.Text}")));
    }

    [TestCase("What a guard measures.", true)]
    [TestCase("Whether the flag is on.", true)]
    [TestCase("Whatever C# permits.", true)]
    [TestCase("How a unit is assigned", true)]
    [TestCase("Whole numbers only.", false)]
    [TestCase("The flags by name.", false)]
    [TestCase("Records what a caller says.", false)]
    public void Clause_IsToldByItsFirstWord(string summary, bool isClause) => Assert.That(Clause().IsMatch(summary), Is.EqualTo(isClause));

    [Test]
    public void Summaries_OfOneLineAndOfSeveral_AreFound()
    {
        string[] lines =
        [
            "/// <summary>The first.</summary>",
            "public int First { get; }",
            "",
            "    /// <summary>",
            "    /// The second,",
            "    /// on two lines.",
            "    /// </summary>",
            "    /// <remarks>What is not a summary.</remarks>",
        ];

        Assert.That(Summaries("a.cs", lines), Is.EqualTo(new[] { ("a.cs:1", "The first."), ("a.cs:4", "The second, on two lines.") }));
    }

    private static IEnumerable<(string Place, string Text)> Summaries(string path, string[] lines)
    {
        for (var first = 0; first < lines.Length; first++)
        {
            if (!lines[first].TrimStart().StartsWith("/// <summary>", StringComparison.Ordinal))
            {
                continue;
            }

            var last = Array.FindIndex(lines, first, line => line.Contains("</summary>", StringComparison.Ordinal));
            var text = string.Join(' ', lines[first..(last + 1)].Select(line => line.Trim().TrimStart('/').Trim()));
            yield return ($"{path}:{first + 1}", Tag().Replace(text, "").Trim());
        }
    }

    [GeneratedRegex("</?summary>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(?:Wh(?:at|o|om|ose|ether|ere|en|ich|y)|How)(?:ever)?\b")]
    private static partial Regex Clause();
}
