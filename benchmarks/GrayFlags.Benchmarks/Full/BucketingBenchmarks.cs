using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>The hash of an id of 16 characters.</summary>
[MemoryDiagnoser]
public class BucketingBenchmarks
{
    private readonly Loop _byHand = new HashLoop<ByHandHash>();
    private readonly Loop _ours = new HashLoop<OurHash>();
    private readonly Loop _sha256 = new HashLoop<FrameworkSha256>();
    private readonly Loop _string = new HashLoop<FrameworkStringHash>();

    [Benchmark(Baseline = true, OperationsPerInvoke = Users.Count)]
    public int MurmurByHand() => _byHand.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int Ours() => _ours.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int Sha256() => _sha256.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int StringGetHashCode() => _string.Run();
}
