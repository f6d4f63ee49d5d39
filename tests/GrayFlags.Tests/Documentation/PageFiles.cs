using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>The pages that people read: the READMEs and everything below <c>docs</c>.</summary>
internal static class PageFiles
{
    private static readonly string[] Folders = ["docs", "src", "samples", "benchmarks"];
    private static readonly string[] Built = ["bin", "obj", "node_modules", "BenchmarkDotNet.Artifacts"];

    /// <summary>Paths from the root of the repository, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } = [
        .. Directory.EnumerateFiles(Repository.PathOf(""), "README*.md").Select(FromRoot).Order(StringComparer.Ordinal),
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Select(FromRoot)
            .Where(page => !page.Split('/').Any(Built.Contains))
            .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<MarkdownBlock> Blocks { get; } = [.. All.SelectMany(BlocksOf)];

    /// <summary>The documents that a page shows whole and that are good.</summary>
    public static IEnumerable<MarkdownBlock> Documents =>
        Blocks.Where(block => block.IsJson && block.Surroundings is null && !block.Marks.ContainsKey("refused"));

    public static string Read(string page) => File.ReadAllText(Repository.PathOf(page));

    public static IReadOnlyList<MarkdownBlock> BlocksOf(string page) => MarkdownBlock.ReadAll(page, Read(page));

    /// <summary>The nearest block of a kind above another one on its page; null when there is none.</summary>
    public static MarkdownBlock? Above(MarkdownBlock block, Func<MarkdownBlock, bool> isMeant) =>
        Blocks.LastOrDefault(other => other.Page == block.Page && other.Line < block.Line && isMeant(other));

    /// <summary>Asserts that a block is a text; with GRAYFLAGS_APPROVE=1 it becomes that text instead.</summary>
    public static void Expect(MarkdownBlock block, string text)
    {
        if (Environment.GetEnvironmentVariable("GRAYFLAGS_APPROVE") == "1")
        {
            // Lines may have moved since, by other blocks that were written anew; their order has not.
            var index = Blocks.Where(other => other.Page == block.Page).TakeWhile(other => other != block).Count();
            var now = BlocksOf(block.Page)[index];
            var lines = Read(block.Page).ReplaceLineEndings("\n").Split('\n');
            var after = lines[(now.Line + now.Text.Split('\n').Length)..];
            File.WriteAllText(Repository.PathOf(block.Page), string.Join('\n', [.. lines[..now.Line], text, .. after]));
        }
        else
        {
            Assert.That(text, Is.EqualTo(block.Text));
        }
    }

    private static string FromRoot(string file) => Path.GetRelativePath(Repository.PathOf(""), file).Replace('\\', '/');
}
