using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>The Chinese README shows the same code as the English one; its prose has no test.</summary>
internal sealed class ChineseReadmeTests
{
    private const string Chinese = "README.zh-Hans.md";
    private const string English = "README.md";
    private const string Faq = "docs/faq.md";

    private static IEnumerable<string> Pages => [English, Chinese];

    [Test]
    public void Blocks_StandInTheEnglishPagesToo()
    {
        var known = Texts(English).Concat(Texts(Faq)).ToHashSet(StringComparer.Ordinal);

        Assert.That(
            PageFiles.BlocksOf(Chinese).Where(block => !known.Contains(block.Text)), Is.Empty, "a block that only the Chinese page has, or has otherwise");
    }

    [Test]
    public void Documents_OfTheEnglishPage_AreAllThere() =>
        Assert.That(Texts(English, block => block.IsJson).Except(Texts(Chinese)), Is.Empty, "the first document and the five recipes");

    [Test]
    public void FirstScreen_IsTheSame() =>
        Assert.That(
            PageFiles.BlocksOf(Chinese).Take(4).Select(block => block.Text), Is.EqualTo(PageFiles.BlocksOf(English).Take(4).Select(block => block.Text)));

    [TestCaseSource(nameof(Pages))]
    public void ReasonsOfOff_AreSixRows(string page)
    {
        var rows = PageFiles.Read(page).Split('\n')
            .SkipWhile(line => !line.StartsWith("| `Error/NotReady`", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'));

        Assert.That(rows.Count(), Is.EqualTo(6));
    }

    [Test]
    public void Readme_IsShort() =>
        Assert.That(PageFiles.Read(English).TrimEnd('\n').Split('\n'), Has.Length.LessThanOrEqualTo(250), "what is longer belongs into docs");

    private static IEnumerable<string> Texts(string page) => Texts(page, _ => true);

    private static IEnumerable<string> Texts(string page, Func<MarkdownBlock, bool> isMeant) =>
        PageFiles.BlocksOf(page).Where(isMeant).Select(block => block.Text);
}
