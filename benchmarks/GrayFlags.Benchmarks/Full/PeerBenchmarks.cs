using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Peers;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Full;

/// <summary>Side by side with Microsoft.FeatureManagement; see <see cref="FeatureManagementPeer"/> for what makes it fair.</summary>
[MemoryDiagnoser]
public class PeerBenchmarks
{
    private Loop _ours = null!;
    private Loop _theirs = null!;

    /// <summary>What is compared, by the name of its <see cref="WorkKind"/>.</summary>
    [Params(nameof(WorkKind.Plain), nameof(WorkKind.Percentage), nameof(WorkKind.UserList))]
    public string Work { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var kind = Enum.Parse<WorkKind>(Work);
        var question = new Question(100);
        var ours = Flags.Evaluator(kind, question.Names);
        var theirs = new FeatureManagementPeer(kind, question.Names);
        var ourContexts = Users.Contexts();
        var theirContexts = FeatureManagementPeer.Contexts();
        EqualAnswers.Assert(
            kind,
            index => ours.IsEnabled(question.Asked[index], ourContexts[index]),
            index => theirs.IsEnabled(question.Asked[index], theirContexts[index]));
        _ours = new NameLoop(ours, question.Asked, ourContexts);
        _theirs = new PeerLoop(theirs, question.Asked, theirContexts);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Users.Count)]
    public int GrayFlags() => _ours.Run();

    [Benchmark(OperationsPerInvoke = Users.Count)]
    public int MicrosoftFeatureManagement() => _theirs.Run();
}
