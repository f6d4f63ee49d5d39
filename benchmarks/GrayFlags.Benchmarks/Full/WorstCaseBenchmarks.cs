using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>Flags that nobody should write, and somebody will.</summary>
[MemoryDiagnoser]
public class WorstCaseBenchmarks
{
    private Loop _floor = null!;
    private Loop _rules = null!;
    private Loop _segments = null!;

    [GlobalSetup]
    public void Setup()
    {
        var question = new Question(100);
        var contexts = Users.Contexts();
        _floor = new FloorLoop(new HandWrittenFlags(question.Names, 50), question.Asked, Users.Ids);
        _rules = new NameLoop(Flags.Evaluator(WorkKind.ManyRules, question.Names), question.Asked, contexts);
        _segments = new NameLoop(Flags.Evaluator(WorkKind.NestedSegments, question.Names), question.Asked, contexts);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Users.Count)]
    public int Floor() => _floor.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int FiftyRules() => _rules.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int SegmentsOfSegments() => _segments.Run();
}
