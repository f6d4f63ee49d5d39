namespace GrayFlags.Evaluation;

/// <summary>Whether calls have to look beyond the rules, since overrides are alive or events are written: one read, for what is nearly always no. Thread-safe.</summary>
internal sealed class EvaluationInterest
{
    private int _reasons;

    public bool IsNeeded => Volatile.Read(ref _reasons) != 0;

    public void Add() => Interlocked.Increment(ref _reasons);

    public void Remove() => Interlocked.Decrement(ref _reasons);
}
