using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>A document becomes live.</summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    private ParseLoop _parse = null!;
    private LoadLoop _load = null!;

    [Params(1_000, 10_000)]
    public int FlagCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _parse = new ParseLoop(LargeDocument.Json(FlagCount, 1));
        _load = new LoadLoop(FlagCount);
    }

    [GlobalCleanup]
    public void Cleanup() => _load.Dispose();

    [Benchmark(Baseline = true)]
    public int JsonDocumentParse() => _parse.Run();

    [Benchmark]
    public int ReadCompiledAndLive() => _load.Run();
}
