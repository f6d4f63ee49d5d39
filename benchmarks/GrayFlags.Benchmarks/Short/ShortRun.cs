using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GrayFlags.Benchmarks.Short;

/// <summary>The table of ratios in under two minutes.</summary>
internal sealed class ShortRun(TextWriter output)
{
    private const string Header = "| work | at most | ratio | floor, ns | ns | bytes | rounds | |";
    private const string Rule = "|---|---:|---:|---:|---:|---:|---:|---|";

    private int _short;

    /// <summary>Measures and prints.</summary>
    /// <param name="only">Only rows whose work contains this text; null for all.</param>
    /// <returns>How many lines of DESIGN.md, section 4, were not held.</returns>
    public int Run(string? only)
    {
        Print(
            $"GrayFlags, short run of {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC. {Processor()}, {Environment.ProcessorCount} cores, ",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
        Print(
            $"Load of the machine at the start: {Load()}. \"Ratio\" is the median of the ratios of rounds in which floor and subject take turns; ",
            $"\"at most\" is the line of DESIGN.md, section 4.");
        Pin(1);
        Section("100 flags", EvaluationLines.Of(100), only, 0.8);
        Section("10,000 flags", EvaluationLines.Of(10_000), only, 0.8);
        Section("Loading", EvaluationLines.Loading(), only, 3);
        Section("Without a line", EvaluationLines.Others(), only, 0.5);
        if (only is null)
        {
            Pin(2);
            PrintTwoThreads();
            PrintReloads();
            PrintMemory();
            Print($"\nLoad of the machine at the end: {Load()}. Lines not held: {_short}.");
        }

        return _short;
    }

    private static string Processor() => OperatingSystem.IsLinux()
        ? File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => OperatingSystem.IsLinux() ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static void Pin(int processors)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            var last = Environment.ProcessorCount - 1;
            process.ProcessorAffinity = processors == 1 ? 1 << last : (1 << last) | (1 << Math.Max(0, last - 1));
        }
    }

    private void Section(string title, IEnumerable<Line> all, string? only, double seconds)
    {
        var lines = all.Where(line => only is null || line.Work.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        Warm(lines);
        Print($"\n### {title}\n\n{Header}\n{Rule}");
        foreach (var line in lines)
        {
            Print(line, line.Duel.Fight(TimeSpan.FromSeconds(seconds)));
        }
    }

    // In turns, with pauses in which the runtime compiles: all rows run code that has seen all rows.
    private static void Warm(List<Line> lines)
    {
        for (var turn = 0; turn < 6; turn++)
        {
            lines.ForEach(line => line.Duel.Warm(10));
            Thread.Sleep(150);
        }
    }

    private void Print(Line line, DuelResult result)
    {
        var isHeld = result.Ratio <= line.Limit && (result.Bytes == 0 || !line.AllocatesNothing);
        Print(
            $"| {line.Work} | {line.Limit:0.00} | {result.Ratio:0.00} | {result.Floor:N1} | {result.Subject:N1} | {result.Bytes:N0} | {result.Rounds} | ",
            $"{Verdict(line.Limit is null ? null : isHeld)} |");
    }

    private void PrintTwoThreads()
    {
        if (ThreadTime.IsSupported)
        {
            var (floor, ours, ratio) = TwoThreads.Measure();
            Print(
                $"\n### Two threads at once\n\n| CPU time a call grows | floor | ours | ratio | at most | |\n|---|---:|---:|---:|---:|---|\n",
                $"| 50 % flag, contexts already asked once | {floor:0.00} | {ours:0.00} | {ratio:0.00} | {TwoThreads.Limit:0.00} | ",
                $"{Verdict(ratio <= TwoThreads.Limit)} |");
        }
    }

    private void PrintReloads()
    {
        if (ThreadTime.IsSupported)
        {
            var (quiet, reloading, ratio, reloads) = ReloadUnderReaders.Measure();
            Print(
                $"\n### Reload under readers\n\n| CPU time a call | quiet, ns | reloading, ns | ratio | reloads a second |\n|---|---:|---:|---:|---:|\n",
                $"| 100 mixed flags by name | {quiet:N1} | {reloading:N1} | {ratio:0.00} | {reloads:N0} |");
        }
    }

    private void PrintMemory()
    {
        var (flagDocument, flagRules) = Memory.PerFlag();
        var (userDocument, userRules) = Memory.PerUser();
        Print(
            $"\n### Memory\n\n| bytes | document | compiled |\n|---|---:|---:|\n| a flag of 10,000 | {flagDocument:N0} | {flagRules:N0} |\n",
            $"| a user of a segment of 1,000,000 | {userDocument:N1} | {userRules:N1} |");
    }

    private string Verdict(bool? isHeld)
    {
        _short += isHeld == false ? 1 : 0;
        return isHeld switch { null => "", true => "pass", false => "SHORT" };
    }

    // A line may come in parts.
    private void Print(params FormattableString[] parts) => output.WriteLine(string.Concat(parts.Select(FormattableString.Invariant)));
}
