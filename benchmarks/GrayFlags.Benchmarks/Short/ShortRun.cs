using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.Benchmarks.Short;

/// <summary>The table of ratios in under two minutes.</summary>
internal static class ShortRun
{
    public static void Run(TextWriter output, string? only)
    {
        Pin();
        foreach (var flagCount in new[] { 100, 10_000 })
        {
            var lines = EvaluationLines.Of(flagCount).Where(line => only is null || line.Work.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
            Warm(lines);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{flagCount:N0} flags"));
            foreach (var line in lines)
            {
                var result = line.Duel.Fight(TimeSpan.FromSeconds(1));
                var verdict = line.Limit is null ? "" : result.Ratio <= line.Limit && result.Bytes == 0 ? "pass" : "SHORT";
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Work,-50} {line.Limit,6:0.00} {result.Ratio,6:0.00} {result.Floor,8:0.0} {result.Subject,8:0.0} {result.Bytes,6:0} B {result.Rounds,6} {verdict}"));
            }
        }
    }

    // In turns and twice, with a pause in which the runtime compiles: all rows run the code that has seen all rows.
    private static void Warm(List<Line> lines)
    {
        for (var turn = 0; turn < 6; turn++)
        {
            lines.ForEach(line => line.Duel.Warm(10));
            Thread.Sleep(150);
        }
    }

    private static void Pin()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
        }
    }
}
