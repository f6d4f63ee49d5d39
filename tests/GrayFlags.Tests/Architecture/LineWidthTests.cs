using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>A line ends inside the window, where a review shows it whole.</summary>
public sealed class LineWidthTests
{
    private const int Columns = 160;

    private static readonly string[] Folders = ["src", "tests", "benchmarks", "samples"];

    [TestCaseSource(nameof(Folders))]
    public void Lines_OfCSharp_FitTheWindow(string folder)
    {
        var files = SourceFiles.Below(folder).ToList();
        var wide = files.SelectMany(file => file.Lines
            .Select((line, index) => (Text: $"{file.Path}:{index + 1}: {line.Length} columns", line.Length))
            .Where(line => line.Length > Columns)
            .Select(line => line.Text));

        Assert.That(files, Is.Not.Empty);
        Assert.That(wide, Is.Empty, $"at most {Columns} columns; break before a dot or an operator, or after a parenthesis");
    }
}
