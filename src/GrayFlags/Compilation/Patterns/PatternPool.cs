using GrayFlags.Documents;

namespace GrayFlags.Compilation.Patterns;

/// <summary>
/// The patterns of the last documents by their text: the next document finds those that stay, with all that their automata have learnt. Thread-safe.
/// </summary>
internal sealed class PatternPool
{
    // Twice as many as a document may have by default. What has not been asked for longest goes first.
    private const int MaxKept = 200;

    private readonly object _gate = new();
    private readonly Dictionary<(string Text, int MaxTextLength), (CompiledPattern Pattern, long Used)> _kept = [];
    private long _uses;

    /// <summary>The pattern of a text, or what is wrong with it.</summary>
    public CompiledPattern Get(string text, DocumentLimits limits)
    {
        var key = (text, limits.MaxMatchedLength);
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out var known))
            {
                _kept[key] = (known.Pattern, ++_uses);
                return known.Pattern;
            }
        }

        // Outside the lock: it takes long, and two that do it at once get the same.
        var compiled = CompiledPattern.Create(text, limits.MaxMatchedLength);
        lock (_gate)
        {
            if (_kept.Count >= Math.Max(MaxKept, 2 * (long)limits.MaxPatterns))
            {
                _kept.Remove(_kept.MinBy(static entry => entry.Value.Used).Key);
            }

            _kept[key] = (compiled, ++_uses);
        }

        return compiled;
    }
}
