namespace GrayFlags.Tool.Subjects;

/// <summary>The regions that results are broken down by: those that documents or options name, the rest, and none.</summary>
internal sealed class RegionClasses
{
    private readonly Dictionary<string, int> _classes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];

    public RegionClasses(IEnumerable<string> names)
    {
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            _classes[name] = _names.Count;
            _names.Add(name);
        }
    }

    /// <summary>The names, the last two of which are not those of a region.</summary>
    public IReadOnlyList<string> Names => [.. _names, "elsewhere", "no region"];

    /// <summary>The class of a region: the longest name that it is, or is below of.</summary>
    public int Of(string? region)
    {
        if (string.IsNullOrEmpty(region))
        {
            return _names.Count + 1;
        }

        for (var text = region; ; text = text[..text.LastIndexOf('-')])
        {
            if (_classes.TryGetValue(text, out var found))
            {
                return found;
            }

            if (!text.Contains('-', StringComparison.Ordinal))
            {
                return _names.Count;
            }
        }
    }
}
