using System.IO.Compression;
using GrayFlags.Tests.Documentation;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Packages.Tests;

/// <summary>A page whose code and documents consumers copy.</summary>
internal sealed class Page
{
    private readonly IReadOnlyList<MarkdownBlock> _blocks;

    private Page(string name, string text)
    {
        Text = text;
        _blocks = MarkdownBlock.ReadAll(name, text);
    }

    public static Page Readme => At("README.md");

    public static Page Testing => At("docs/testing.md");

    public string Text { get; }

    /// <summary>The first program.</summary>
    public string Program => _blocks.First(block => block.IsCode).Text;

    /// <summary>The first document.</summary>
    public string Document => _blocks.First(block => block.IsJson).Text;

    /// <summary>The output of the first program.</summary>
    public string Printed => _blocks.First(block => block.Kind == "text").Text;

    /// <summary>The first file of code that contains a text.</summary>
    public string CodeWith(string text) => _blocks.First(block => block.IsCode && block.Text.Contains(text, StringComparison.Ordinal)).Text;

    /// <param name="path">The page's path from the root of the repository.</param>
    public static Page At(string path) => new(path, File.ReadAllText(Repository.PathOf(path)));

    /// <summary>The page in a package.</summary>
    public static Page Of(string id)
    {
        using var package = ZipFile.OpenRead(Packages.PathOf(id));
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        return new Page($"README.md of {id}", reader.ReadToEnd());
    }
}
