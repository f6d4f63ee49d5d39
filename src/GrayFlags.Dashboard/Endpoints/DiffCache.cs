using GrayFlags.Dashboard.Wire;
using GrayFlags.Documents;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The latest comparisons of versions: whoever looks at one looks again, and so do others. Thread-safe.</summary>
internal sealed class DiffCache
{
    private const int Kept = 4;

    private readonly object _gate = new();
    private readonly Queue<(FlagDocument Before, FlagDocument After, VersionDiff Diff)> _diffs = new();

    /// <summary>The comparison of two documents; null when it is not kept.</summary>
    public VersionDiff? Find(FlagDocument before, FlagDocument after)
    {
        lock (_gate)
        {
            return _diffs.FirstOrDefault(each => ReferenceEquals(each.Before, before) && ReferenceEquals(each.After, after)).Diff;
        }
    }

    public void Add(FlagDocument before, FlagDocument after, VersionDiff diff)
    {
        lock (_gate)
        {
            if (_diffs.Count == Kept)
            {
                _diffs.Dequeue();
            }

            _diffs.Enqueue((before, after, diff));
        }
    }
}
