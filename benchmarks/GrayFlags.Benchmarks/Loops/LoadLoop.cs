using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>
/// Bytes are read, checked, merged, compiled and live when the call returns. Two documents take turns, since an unchanged one would be let pass.
/// </summary>
internal sealed class LoadLoop : Loop, IDisposable
{
    private readonly byte[][] _documents;
    private readonly InMemoryRuleProvider _provider = new();
    private readonly GrayEvaluator _evaluator;
    private int _next;

    public LoadLoop(int flagCount)
    {
        _documents = [LargeDocument.Json(flagCount, 1), LargeDocument.Json(flagCount, 2)];
        _evaluator = GrayEvaluator.Create(builder => builder.AddProvider(_provider));
    }

    public override int Calls => 1;

    public override int Run()
    {
        var before = _evaluator.Status.Version;
        _provider.Set(LoadResult.FromJson(_documents[_next++ % _documents.Length]));
        var status = _evaluator.Status;
        return status.Version != before && status.State == GrayFlagsState.Ready
            ? status.FlagCount
            : throw new InvalidOperationException("The document is not live.");
    }

    public void Dispose() => _evaluator.Dispose();
}
