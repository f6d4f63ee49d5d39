using System.Text.Json;

namespace GrayFlags.Rules;

/// <summary>A variant: its name, its configured value, and its weight in a split.</summary>
/// <param name="name">The name.</param>
/// <param name="value">The value, if it has one.</param>
/// <param name="enabled">What the flag reads as for those who are given the variant; null where that is decided otherwise.</param>
/// <param name="weight">The weight in <see cref="WeightUnits"/>; 0 for a variant that is in no split.</param>
internal sealed class Variant(string name, JsonElement? value, uint weight, bool? enabled = null)
{
    /// <summary>Weights may have three decimals.</summary>
    public const int WeightUnits = 1_000;

    // A program reads a variant as one type or two. More type infos than this come from a caller that makes a new one for each call, and
    // are not kept; types are, since a program has no more of them than it was written with.
    private const int MaxTypeInfos = 8;
    private const int MaxConverted = 64;

    // Copy-on-write: converted once for each rule set.
    private (object Key, object? Value)[] _converted = [];

    private int _mismatches;

    public string Name { get; } = name;

    public JsonElement? Value { get; } = value;

    public uint Weight { get; } = weight;

    public bool? Enabled { get; } = enabled;

    /// <summary>True once: for the log line about a value that is not of the type asked for.</summary>
    public bool IsFirstMismatch() => Volatile.Read(ref _mismatches) == 0 && Interlocked.Exchange(ref _mismatches, 1) == 0;

    public bool TryGetConverted(object key, out object? value)
    {
        foreach (var entry in Volatile.Read(ref _converted))
        {
            if (ReferenceEquals(entry.Key, key))
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public void KeepConverted(object key, object? value)
    {
        var before = Volatile.Read(ref _converted);
        var isKept = key is Type ? before.Length < MaxConverted : before.Count(static entry => entry.Key is not Type) < MaxTypeInfos;
        if (isKept)
        {
            Interlocked.CompareExchange(ref _converted, [.. before, (key, value)], before);
        }
    }
}
