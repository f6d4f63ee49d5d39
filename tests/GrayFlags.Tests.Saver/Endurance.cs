using System.Globalization;
using System.Text;
using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Saver;

/// <summary>What needs a process of its own, since it measures all of it or may end it.</summary>
internal static class Endurance
{
    private const int WarmUp = 30;
    private const int PoolThreads = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Loads again and again; prints by how many bytes the heap has grown.</summary>
    public static void Reload(int times)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Document(0)));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        using var subscription = evaluator.OnChange(static _ => { });
        Reload(provider, 0, 1_000);
        var before = RetainedBytes();
        Reload(provider, 1_000, times);
        Print("heap", RetainedBytes() - before);
        Print("generation", evaluator.Status.Generation);
    }

    /// <summary>Creates and disposes evaluators of one watched file; prints by how much the process has grown.</summary>
    public static void Cycle(string directory, int times)
    {
        var path = Path.Combine(directory, "flags.json");
        File.WriteAllText(path, Document(0));
        Cycle(path, 0, WarmUp);
        var (heap, handles, threads) = (RetainedBytes(), Handles(), Threads());
        Cycle(path, WarmUp, times);

        // A watcher gives its handle back on a thread of its own, which ends when it is given time to. The pool may keep some threads more.
        var (handlesLeft, threadsLeft) = (0, 0);
        SpinWait.SpinUntil(() => (handlesLeft = Handles() - handles) <= 0 & (threadsLeft = Threads() - threads) <= PoolThreads, Patience);
        Print("heap", RetainedBytes() - heap);
        Print("handles", handlesLeft);
        Print("threads", threadsLeft);
    }

    /// <summary>Creates evaluators, uses them all, and prints how many answer right.</summary>
    public static void CreateMany(int count)
    {
        var factory = new LineLoggerFactory();
        var providers = Enumerable.Range(0, count).Select(number => new InMemoryRuleProvider(FlagDocument.Parse(Document(number)))).ToList();
        var evaluators = providers.ConvertAll(provider => GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<ILoggerFactory>(factory);
            builder.AddProvider(provider);
        }));
        Print("right", evaluators.Where((evaluator, number) => evaluator.GetValue("number", -1) == number).Count());
        Parallel.For(0, count, number => providers[number].SetJson(Document(number + count)));
        Print("right", evaluators.Where((evaluator, number) => evaluator.GetValue("number", -1) == number + count).Count());
        Parallel.ForEach(evaluators, evaluator => evaluator.Dispose());
        Print("right", evaluators.Where((evaluator, number) => evaluator.GetValue("number", -1) == number + count).Count());
    }

    /// <summary>Creates and disposes evaluators one after the other: never more than one is alive.</summary>
    public static void CreateOneAtATime(int count)
    {
        var factory = new LineLoggerFactory();
        for (var number = 0; number < count; number++)
        {
            using var evaluator = GrayEvaluator.Create(builder =>
            {
                builder.Services.AddSingleton<ILoggerFactory>(factory);
                builder.AddProvider(new InMemoryRuleProvider());
            });
            evaluator.Dispose();
        }
    }

    /// <summary>Serves a small document, then meets one that hardly fits into memory; prints what came of it.</summary>
    public static void LoadLarge(string directory, int bytes)
    {
        var path = Path.Combine(directory, "flags.json");
        File.WriteAllText(path, Document(1));
        using var settled = new ManualResetEventSlim();
        using var evaluator = GrayEvaluator.Create(builder => builder.AddJsonFile(path, options => options.PollInterval = TimeSpan.FromMilliseconds(100)));
        using var subscription = evaluator.OnChange(status =>
        {
            if (status.State == GrayFlagsState.Degraded || status.Generation > 1)
            {
                settled.Set();
            }
        });
        WriteLarge(path + ".new", bytes);
        Print("bytes", new FileInfo(path + ".new").Length);
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"settled {settled.Wait(Patience)}");
        var status = evaluator.Status;
        Console.WriteLine($"state {status.State} {status.Generation} {status.Providers[0].Reason}");
        Print("number", evaluator.GetValue("number", -1));

        settled.Reset();
        File.WriteAllText(path + ".new", Document(2));
        File.Move(path + ".new", path, overwrite: true);
        SpinWait.SpinUntil(() => evaluator.GetValue("number", -1) == 2, Patience);
        Print("number", evaluator.GetValue("number", -1));
    }

    private static void Reload(InMemoryRuleProvider provider, int from, int times)
    {
        for (var number = from + 1; number <= from + times; number++)
        {
            provider.SetJson(Document(number));
        }
    }

    private static void Cycle(string path, int from, int times)
    {
        for (var number = from + 1; number <= from + times; number++)
        {
            using var evaluator = GrayEvaluator.FromFile(path);
            if (evaluator.GetValue("number", -1) != 0)
            {
                throw new InvalidOperationException("The file was not read.");
            }
        }
    }

    private static string Document(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ "version": {{number + 1}}, "segments": { "s": { "users": ["a{{number}}"] } },"""
            + $$""" "flags": { "number": { "variants": { "v": { "value": {{number}} } }, "default": "v" },"""
            + $$""" "f{{number}}": { "rules": { "r": { "segments": ["s"] } } } } }""");

    // As many bytes as asked for, nearly all of them users of segments.
    private static void WriteLarge(string path, int bytes)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write("""{ "flags": { "number": { "variants": { "v": { "value": 3 } }, "default": "v" } }, "segments": { "first": { "users": ["a"] }""");
        var written = 200;
        for (var segment = 0; written < bytes; segment++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $", \"s{segment:D6}\": {{ \"users\": [\"user-{segment:D6}-000000\""));
            written += 50;
            for (var user = 1; user < 10_000 && written < bytes; user++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",\"user-{segment:D6}-{user:D6}\""));
                written += 21;
            }

            writer.Write("] }");
        }

        writer.Write(" } }");
    }

    private static long RetainedBytes()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static int Handles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    private static void Print(string name, long value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
}
