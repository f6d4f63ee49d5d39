namespace GrayFlags.Tool.Diff;

/// <summary>The subjects for whom a flag changes: how many of each kind, and the first of them.</summary>
internal sealed class FlagFlips
{
    /// <summary>The number of examples that are kept of each kind.</summary>
    public const int MaxExamples = 3;

    private readonly long[] _counts = new long[Enum.GetValues<FlipKind>().Length];
    private readonly List<Flip>[] _examples = [.. Enum.GetValues<FlipKind>().Select(static _ => new List<Flip>())];

    /// <summary>The number of subjects that change.</summary>
    public long Total => _counts.Sum();

    public long CountOf(FlipKind kind) => _counts[(int)kind];

    public IReadOnlyList<Flip> ExamplesOf(FlipKind kind) => _examples[(int)kind];

    /// <summary>Counts one more.</summary>
    /// <returns>True when it is wanted as an example: its place is before those that are kept.</returns>
    public bool Count(FlipKind kind, long index)
    {
        _counts[(int)kind]++;
        var examples = _examples[(int)kind];
        return examples.Count < MaxExamples || index < examples[^1].Index;
    }

    public void Keep(FlipKind kind, Flip flip)
    {
        var examples = _examples[(int)kind];
        examples.Add(flip);
        examples.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        if (examples.Count > MaxExamples)
        {
            examples.RemoveAt(MaxExamples);
        }
    }

    public void Add(FlagFlips other)
    {
        for (var kind = 0; kind < _counts.Length; kind++)
        {
            _counts[kind] += other._counts[kind];
            foreach (var flip in other._examples[kind])
            {
                Keep((FlipKind)kind, flip);
            }
        }
    }
}
