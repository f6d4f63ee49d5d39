namespace GrayFlags.Tool.Subjects;

/// <summary>The lines that could not be read: how many, and the first of them. Thread-safe.</summary>
internal sealed class BadLines
{
    /// <summary>The number of lines that are kept.</summary>
    public const int MaxKept = 20;

    private readonly object _gate = new();
    private readonly SortedList<long, string> _first = [];

    public long Count { get; private set; }

    /// <summary>The first of them, by line number.</summary>
    public IReadOnlyList<(long Line, string Problem)> First
    {
        get
        {
            lock (_gate)
            {
                return [.. _first.Select(static each => (each.Key, each.Value))];
            }
        }
    }

    public void Add(long line, string problem)
    {
        lock (_gate)
        {
            Count++;
            _first.Add(line, problem);
            if (_first.Count > MaxKept)
            {
                _first.RemoveAt(MaxKept);
            }
        }
    }
}
