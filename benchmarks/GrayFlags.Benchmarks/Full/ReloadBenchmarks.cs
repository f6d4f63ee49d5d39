using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>Answers while another thread makes one document after the other live, as fast as it can.</summary>
[MemoryDiagnoser]
public class ReloadBenchmarks
{
    private readonly InMemoryRuleProvider _provider = new();
    private GrayEvaluator _evaluator = null!;
    private Loop _asked = null!;
    private Loop _handles = null!;
    private Thread? _reloading;
    private volatile bool _isDone;

    [Params(false, true)]
    public bool IsReloading { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var question = new Question(100);
        var documents = new[] { LargeDocument.Json(100, 1), LargeDocument.Json(100, 2) };
        _provider.Set(LoadResult.FromJson(documents[0]));
        _evaluator = GrayEvaluator.Create(builder => builder.AddProvider(_provider));
        var contexts = Users.Contexts();
        _asked = new NameLoop(_evaluator, question.Asked, contexts);
        _handles = new HandleLoop([.. question.Asked.Select(_evaluator.GetFlag)], contexts);
        if (IsReloading)
        {
            _reloading = new Thread(() =>
            {
                for (var turn = 1; !_isDone; turn++)
                {
                    _provider.Set(LoadResult.FromJson(documents[turn % 2]));
                }
            });
            _reloading.Start();
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _isDone = true;
        _reloading?.Join();
        _evaluator.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Users.Count)]
    public int ByName() => _asked.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int ByHandle() => _handles.Run();
}
