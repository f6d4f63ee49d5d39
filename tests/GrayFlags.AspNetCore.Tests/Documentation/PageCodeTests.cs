using GrayFlags.Tests.Documentation;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>
/// Every block of a page is compiled, loaded or run as it is copied, without a using that it does not show. A page says so by comments
/// right above a fence, which nobody sees:
/// <list type="bullet">
/// <item><c>csharp</c> alone is a whole file: its usings, then a program's statements or types.</item>
/// <item>
/// <c>&lt;!-- in: an app --&gt;</c>: statements or types of an app that has the names and types of Surroundings/App.cs (builder, app, flags, context, …).
/// </item>
/// <item><c>&lt;!-- with: the block above --&gt;</c>: compiled together with the block of C# above it, as two files of one project.</item>
/// <item><c>&lt;!-- runs --&gt;</c>: also run, and nothing is thrown; tests of NUnit and xunit in it are run.</item>
/// <item><c>json</c>, <c>jsonc</c> alone is a whole document, and good; it is flags.json for the blocks below it.</item>
/// <item><c>&lt;!-- in: appsettings --&gt;</c>: bound by AddGrayFlags from its section GrayFlags; it is appsettings.json for the blocks below it.</item>
/// <item><c>&lt;!-- in: another file --&gt;</c>: JSON that is not ours.</item>
/// <item><c>&lt;!-- refused: a part of the message --&gt;</c>: the block of JSON or C# is refused for this reason.</item>
/// <item><c>text</c> with <c>&lt;!-- printed --&gt;</c>: what the block of C# above prints, to the character.</item>
/// <item><c>text</c> with <c>&lt;!-- problems --&gt;</c>: the problems of the refused document above, which is read as flags.json.</item>
/// </list>
/// With the variable GRAYFLAGS_APPROVE=1 blocks of text are written anew with what was printed, or with the problems.
/// </summary>
internal sealed class PageCodeTests
{
    private static readonly string[] Kinds =
    [
        "csharp", "json", "jsonc", "text", "sh", "sql", "powershell", "python", "xml", "yaml", "cshtml", "razor", "nginx", "http", "dockerfile", "mermaid",
        "diff",
    ];

    private static readonly Dictionary<string, string[]> MarksOf = new(StringComparer.Ordinal)
    {
        ["csharp"] = ["in", "with", "runs", "refused"],
        ["json"] = ["in", "refused"],
        ["jsonc"] = ["in", "refused"],
        ["text"] = ["printed", "problems"],
    };

    private static readonly Dictionary<string, string[]> SurroundingsOf = new(StringComparer.Ordinal)
    {
        ["csharp"] = [BlockCompiler.AnApp],
        ["json"] = ["appsettings", "another file"],
        ["jsonc"] = ["appsettings", "another file"],
    };

    private static IEnumerable<TestCaseData> Good => Named(block => block.IsCode && !block.Marks.ContainsKey("refused"));

    private static IEnumerable<TestCaseData> Refused => Named(block => block.IsCode && block.Marks.ContainsKey("refused"));

    private static IEnumerable<TestCaseData> Running => Named(block => block.Marks.ContainsKey("runs"));

    private static IEnumerable<TestCaseData> Printed => Named(block => block.Marks.ContainsKey("printed"));

    [TestCaseSource(nameof(Good))]
    public void Code_IsCompiledAsItIsCopied(MarkdownBlock block) => Assert.That(BlockCompiler.Errors(BlockCompiler.Compile(block)), Is.Empty);

    [TestCaseSource(nameof(Refused))]
    public void RefusedCode_IsRefused(MarkdownBlock block) =>
        Assert.That(BlockCompiler.Errors(BlockCompiler.Compile(block)), Has.Some.Contains(block.Marks["refused"]));

    [TestCaseSource(nameof(Running))]
    [NonParallelizable]
    public void Code_Runs(MarkdownBlock block) => Assert.That(() => BlockRunner.Run(block), Throws.Nothing);

    [TestCaseSource(nameof(Printed))]
    [NonParallelizable]
    public void Output_IsTheOneShown(MarkdownBlock block)
    {
        var code = PageFiles.Above(block, other => other.IsCode);

        Assert.That(code, Is.Not.Null);
        PageFiles.Expect(block, BlockRunner.Run(code!));
    }

    [Test]
    public void Blocks_AreOfKnownKinds_WithKnownMarks() => Assert.Multiple(() =>
    {
        foreach (var block in PageFiles.Blocks)
        {
            Assert.That(block.Kind, Is.AnyOf(Kinds), $"{block}");
            Assert.That(block.Marks.Keys.Except(MarksOf.GetValueOrDefault(block.Kind, [])), Is.Empty, $"{block}");
            if (block.Surroundings is { } surroundings)
            {
                Assert.That(SurroundingsOf[block.Kind], Does.Contain(surroundings), $"{block}");
            }
        }
    });

    [Test]
    public void Fences_BeginTheirLine()
    {
        var indented = PageFiles.All.SelectMany(page => PageFiles.Read(page).Split('\n'))
            .Where(line => line.StartsWith(' ') && line.TrimStart().StartsWith("```", StringComparison.Ordinal));

        Assert.That(indented, Is.Empty, "an indented block is checked by nobody");
    }

    // The client of Redis brings packages of .NET 10, which tests on .NET 8 do not have.
    private static bool IsLoadable(MarkdownBlock block) => Environment.Version.Major >= 10 || !block.Page.Contains("redis", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<TestCaseData> Named(Func<MarkdownBlock, bool> isMeant) =>
        PageFiles.Blocks.Where(IsLoadable).Where(isMeant).Select(block => new TestCaseData(block).SetArgDisplayNames($"{block}"));
}
