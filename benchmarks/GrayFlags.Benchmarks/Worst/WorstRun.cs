using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace GrayFlags.Benchmarks.Worst;

/// <summary>What the worst document of each kind costs: at the largest size that a document may have, and at the largest that is taken.</summary>
internal sealed class WorstRun(TextWriter output)
{
    private const int MaxBytes = 8 * 1024 * 1024;
    private const int Later = 5;

    /// <summary>Measures and prints.</summary>
    /// <param name="only">Only kinds whose name contains this text; null for all.</param>
    public void Run(string? only)
    {
        Print(
            $"GrayFlags, worst documents, run of {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC. {Environment.ProcessorCount} cores, ",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
        Print(
            $"Load: reading and compiling, with the garbage of it. Kept: what an evaluator holds. First: the first answer to a hostile context, ",
            $"with what it allocates. Later: the worst of {Later} more, to two contexts.\n");
        Print($"| kind | document | load, ms | garbage, MB | kept, MB | first, ms | first, KB | later, ms | |\n|---|---:|---:|---:|---:|---:|---:|---:|---|");

        // Of what is compiled and loaded once, nothing is counted.
        GrayEvaluator.FromJson("""{ "flags": { "f": { "rules": { "r": { "when": { "t": { "matches": "a\\w+b", "contains": "x" } } } } } } }""").Dispose();
        foreach (var kind in WorstDocuments.All()
            .Concat(WorstAnswers.All())
            .Where(kind => only is null || kind.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            var largest = Search(count => Encoding.UTF8.GetByteCount(kind.Write(count)) <= MaxBytes);
            if (Measure(kind, largest) is { } problem)
            {
                var taken = Search(count => count <= largest && IsTaken(kind.Write(count)));
                if (taken > 0)
                {
                    Measure(kind, taken);
                }

                Print($"| | | | | | | | | {problem} |");
            }
        }
    }

    // The largest number for which something holds that holds for all below it: doubled, then halved.
    private static int Search(Func<int, bool> holds)
    {
        int low = 0, high = 1;
        while (high < 2_000_000 && holds(high))
        {
            (low, high) = (high, high * 2);
        }

        while (high - low > Math.Max(1, low / 50))
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static bool IsTaken(string json)
    {
        try
        {
            GrayEvaluator.FromJson(json).Dispose();
            return true;
        }
        catch (GrayDocumentException)
        {
            return false;
        }
    }

    private string? Measure(WorstKind kind, int count)
    {
        var json = kind.Write(count);
        var before = GC.GetTotalMemory(true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        GrayEvaluator evaluator;
        try
        {
            evaluator = GrayEvaluator.FromJson(json);
        }
        catch (GrayDocumentException exception)
        {
            Print(
                $"| {kind.Name} | {Size(json)} | {watch.Elapsed.TotalMilliseconds:N0} | ",
                $"{Megabytes(GC.GetAllocatedBytesForCurrentThread() - allocated)} | | | | | refused |");
            return $"`{exception.Problems[0].Path}`: {exception.Problems[0].Message.Replace('|', '/')}";
        }

        using (evaluator)
        {
            var load = watch.Elapsed.TotalMilliseconds;
            var garbage = GC.GetAllocatedBytesForCurrentThread() - allocated;
            var kept = GC.GetTotalMemory(true) - before;
            var (first, bytes) = Ask(evaluator, kind.Context());
            var later = Enumerable.Range(0, Later).Max(turn => Ask(evaluator, (turn % 2 == 0 ? kind.Other ?? kind.Context : kind.Context)()).Milliseconds);
            Print(
                $"| {kind.Name} | {Size(json)} | {load:N0} | {Megabytes(garbage)} | {Megabytes(kept)} | {first:N2} | ",
                $"{bytes / 1024.0:N0} | {later:N2} | taken |");
        }

        return null;
    }

    private static (double Milliseconds, long Bytes) Ask(GrayEvaluator evaluator, GrayContext context)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        evaluator.IsEnabled("f", context);
        return (watch.Elapsed.TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Size(string json) => Encoding.UTF8.GetByteCount(json) is var bytes && bytes >= 100_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:N1} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:N1} KB");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:N1}");

    // A line may come in parts.
    private void Print(params FormattableString[] parts)
    {
        output.WriteLine(string.Concat(parts.Select(FormattableString.Invariant)));
        output.Flush();
    }
}
