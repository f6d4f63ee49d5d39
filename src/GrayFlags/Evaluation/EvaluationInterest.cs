namespace GrayFlags.Evaluation;

/// <summary>Tells calls in one read whether overrides are active or events are logged, which is rare. Thread-safe.</summary>
internal sealed class EvaluationInterest
{
    private int _reasons;

    public bool IsNeeded => Volatile.Read(ref _reasons) != 0;

    public void Add() => Interlocked.Increment(ref _reasons);

    public void Remove() => Interlocked.Decrement(ref _reasons);
}
