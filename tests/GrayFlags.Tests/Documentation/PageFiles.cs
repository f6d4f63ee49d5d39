using GrayFlags.Tests.Kit;

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

    private static string FromRoot(string file) => Path.GetRelativePath(Repository.PathOf(""), file).Replace('\\', '/');
}
