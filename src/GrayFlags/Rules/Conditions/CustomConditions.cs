namespace GrayFlags.Rules.Conditions;

/// <summary>The app's own conditions by name, and the handling of those that throw. Thread-safe.</summary>
internal sealed class CustomConditions(IReadOnlyDictionary<string, IGrayCondition> conditions, Action<string, Exception> failed)
{
    public static CustomConditions None { get; } = new(new Dictionary<string, IGrayCondition>(), static (_, _) => { });

    private long _failures;

    public IEnumerable<string> Names => conditions.Keys;

    /// <summary>The number of evaluations of conditions that have thrown.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    public IGrayCondition? Find(string name) => conditions.GetValueOrDefault(name);

    public void Fail(string name, Exception exception)
    {
        Interlocked.Increment(ref _failures);
        failed(name, exception);
    }
}
