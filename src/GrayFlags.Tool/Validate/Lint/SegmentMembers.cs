using GrayFlags.Documents;

namespace GrayFlags.Tool.Validate.Lint;

/// <summary>Knows which segments of a document can have nobody in them.</summary>
internal sealed class SegmentMembers
{
    // Of segments that lead through more, nothing is said.
    private const int MaxDepth = 64;

    private readonly Dictionary<string, SegmentDefinition> _segments = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _reasons = new(StringComparer.OrdinalIgnoreCase);
    private readonly NeverHolds _never;
    private int _depth;

    public SegmentMembers(FlagDocument document, DateTimeOffset now)
    {
        foreach (var (name, segment) in document.Segments)
        {
            _segments.TryAdd(name, segment);
        }

        _never = new NeverHolds(this, now);
    }

    /// <summary>The reason for which nobody can be in a segment; null where somebody may be.</summary>
    public string? WhyNone(string name)
    {
        if (!_reasons.TryGetValue(name, out var reason))
        {
            // Documents with a circle have a problem, and are not looked at.
            _depth++;
            reason = _depth <= MaxDepth && _segments.TryGetValue(name, out var segment) ? WhyNone(segment) : null;
            _depth--;
            _reasons[name] = reason;
        }

        return reason;
    }

    private string? WhyNone(SegmentDefinition segment)
    {
        if (segment.Users is { Count: > 0 })
        {
            return null;
        }

        // Its users are in it whatever the other fields say; without users, those decide.
        var hasOthers = segment.Regions is not null || segment.Segments is not null || segment.When is not null;
        return hasOthers ? _never.Reason(segment, withUsers: false) : segment.Users is null ? null : "its list of users is empty";
    }
}
