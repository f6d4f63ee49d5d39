using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>Contexts that were never asked before, built before each iteration: one invocation an iteration, so that none is asked twice.</summary>
[MemoryDiagnoser]
[InvocationCount(1)]
public class NeverAskedBenchmarks
{
    private const int Repeats = 256;

    private FloorLoop _floor = null!;
    private FreshLoop[] _fresh = [];
    private RequestFloorLoop _requestFloor = null!;
    private RequestLoop[] _requests = [];

    [Params(100, 10_000)]
    public int FlagCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var question = new Question(FlagCount);
        var byHand = new HandWrittenFlags(question.Names, 50);
        var half = Flags.Evaluator(WorkKind.Percentage, question.Names);
        _floor = new FloorLoop(byHand, question.Asked, Users.Ids);
        _fresh = [.. Enumerable.Range(0, Repeats).Select(_ => new FreshLoop(half, question.Asked))];
        _requestFloor = new RequestFloorLoop(byHand, question.Asked);
        _requests = [.. Enumerable.Range(0, Repeats).Select(_ => new RequestLoop(half, question.Asked))];
    }

    [IterationSetup]
    public void Prepare()
    {
        Array.ForEach(_fresh, loop => loop.Prepare());
        Array.ForEach(_requests, loop => loop.Prepare());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Repeats * Users.Count)]
    public int Floor() => _fresh.Sum(_ => _floor.Run());

    [Benchmark(OperationsPerInvoke = Repeats * Users.Count)]
    public int HalfOfUsers() => _fresh.Sum(loop => loop.Run());

    [Benchmark(OperationsPerInvoke = Repeats * (Users.Count / Requests.FlagsEach * Requests.FlagsEach))]
    public int FortyFlagsARequestFloor() => _requests.Sum(_ => _requestFloor.Run());

    [Benchmark(OperationsPerInvoke = Repeats * (Users.Count / Requests.FlagsEach * Requests.FlagsEach))]
    public int FortyFlagsARequest() => _requests.Sum(loop => loop.Run());
}
