namespace GrayFlags.Rules.Sets;

/// <summary>
/// A frozen set of texts, compared without case, in a table whose hash is seeded for each process: texts cannot be chosen to share a slot of it.
/// </summary>
internal sealed class SeededCodes
{
    private readonly string[] _codes;
    private readonly int[] _first;
    private readonly int[] _next;

    public SeededCodes(IReadOnlyList<string> codes)
    {
        _codes = [.. codes];
        _first = new int[Math.Max(2, codes.Count * 2)];
        _next = new int[codes.Count];
        Array.Fill(_first, -1);
        for (var index = 0; index < _codes.Length; index++)
        {
            ref var first = ref _first[Slot(_codes[index])];
            (_next[index], first) = (first, index);
        }
    }

    /// <summary>The maximum number of texts that one is compared with.</summary>
    public int MaxCompared => _first.Max(Length);

    public bool Contains(ReadOnlySpan<char> code)
    {
        for (var index = _first[Slot(code)]; index >= 0; index = _next[index])
        {
            if (code.Equals(_codes[index], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private int Length(int index)
    {
        var length = 0;
        for (; index >= 0; index = _next[index])
        {
            length++;
        }

        return length;
    }

    // Different in every process, which is the point here; no answer depends on it.
    private int Slot(ReadOnlySpan<char> code) => (int)((uint)string.GetHashCode(code, StringComparison.OrdinalIgnoreCase) % (uint)_first.Length);
}
