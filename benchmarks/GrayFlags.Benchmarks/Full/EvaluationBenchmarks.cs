using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>The lines of DESIGN.md, section 4, that are about single answers.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmarks
{
    private Loop _floor = null!;
    private Loop _lookup = null!;
    private Loop _half = null!;
    private Loop _counted = null!;
    private Loop _handle = null!;
    private Loop _plain = null!;
    private Loop _countries = null!;
    private Loop _users = null!;
    private Loop _window = null!;

    [Params(100, 10_000)]
    public int FlagCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var question = new Question(FlagCount);
        var contexts = Users.Contexts();
        var half = Flags.Evaluator(WorkKind.Percentage, question.Names);
        var handles = question.Names.ToDictionary(name => name, half.GetFlag, StringComparer.Ordinal);
        _floor = new FloorLoop(new HandWrittenFlags(question.Names, 50), question.Asked, Users.Ids);
        _lookup = new LookupLoop(new HandWrittenFlags(question.Names, 100), question.Asked);
        _half = new NameLoop(half, question.Asked, contexts);
        _counted = new NameLoop(Listener.Attached(() => Flags.Evaluator(WorkKind.Percentage, question.Names)), question.Asked, contexts);
        _handle = new HandleLoop([.. question.Asked.Select(name => handles[name])], contexts);
        _plain = Named(WorkKind.Plain);
        _countries = Named(WorkKind.CountriesAndPercentage);
        _users = Named(WorkKind.UserList);
        _window = Named(WorkKind.Window);

        NameLoop Named(WorkKind kind) => new(Flags.Evaluator(kind, question.Names), question.Asked, contexts);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Users.Count)]
    public int Floor() => _floor.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int BareLookUp() => _lookup.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int HalfOfUsers() => _half.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int HalfOfUsersMetricsListenedTo() => _counted.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int HalfOfUsersByHandle() => _handle.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int PlainOn() => _plain.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int CountriesAndPercentage() => _countries.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int UserList() => _users.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int Window() => _window.Run();
}
