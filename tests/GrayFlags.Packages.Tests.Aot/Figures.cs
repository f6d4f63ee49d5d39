using System.Globalization;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>What a native program takes.</summary>
/// <param name="Bytes">The size of its one file.</param>
/// <param name="Peak">The most memory it has held (RSS), in bytes.</param>
/// <param name="Milliseconds">From the start to the end, or to the first answer: the median of some runs.</param>
internal sealed record Figures(long Bytes, long Peak, double Milliseconds)
{
    public const int Runs = 7;

    private const double MegaByte = 1e6;

    // Where .ci/aot looks for it.
    private static readonly string Table = Repository.PathOf("artifacts/aot.md");

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(Runs / 2);

    /// <summary>Starts the table anew, whichever of the tests are run.</summary>
    public static void Begin()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Table)!);
        File.WriteAllText(Table, "| Program | Size | Memory (RSS, peak) | Time |\n|---|---|---|---|\n");
    }

    /// <summary>Adds a line to the table.</summary>
    public void Write(string program, string until) => File.AppendAllText(
        Table,
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {program} | {Bytes / MegaByte:0.0} MB | {Peak / MegaByte:0.0} MB | {Milliseconds:0} ms {until} |\n"));
}
