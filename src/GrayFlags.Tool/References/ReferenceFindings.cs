using GrayFlags.Compilation;
using GrayFlags.Documents;

namespace GrayFlags.Tool.References;

/// <summary>The flags of a document as source names them.</summary>
internal sealed class ReferenceFindings
{
    private readonly SortedDictionary<string, List<Place>> _used = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, List<Place>> _undefined = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Place> _computed = [];
    private readonly FlagDocument _document;
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _ignored;
    private readonly IReadOnlyDictionary<string, string>? _stale;
    private readonly DateTimeOffset _now;

    private ReferenceFindings(
        FlagDocument document, DateTimeOffset now, IEnumerable<string> ignored, IReadOnlyDictionary<string, string>? stale)
    {
        (_document, _now, _stale) = (document, now, stale);
        _names = new(document.Flags.Keys, StringComparer.OrdinalIgnoreCase);
        _ignored = new(ignored, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The number of files that were read.</summary>
    public int Files { get; private set; }

    /// <summary>The flags that are named, each with its places.</summary>
    public IReadOnlyDictionary<string, List<Place>> Used => _used;

    /// <summary>Names that are used as those of flags, and belong to none.</summary>
    public IReadOnlyDictionary<string, List<Place>> Undefined => _undefined;

    /// <summary>Calls whose name is computed: nobody can tell which flags they mean.</summary>
    public IReadOnlyList<Place> Computed => _computed;

    /// <summary>The flags that are not named, with those that require them.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> RequiredBy)> Unused =>
    [
        .. _document.Flags.Keys.Where(name => !_used.ContainsKey(name) && !_ignored.Contains(name))
            .OrderBy(static name => name, StringComparer.Ordinal)
            .Select(name => (name, RequiredBy(name))),
    ];

    /// <summary>Flags that nothing needs: neither source nor another flag.</summary>
    public IReadOnlyList<string> Unneeded => [.. Unused.Where(static each => each.RequiredBy.Count == 0).Select(static each => each.Name)];

    /// <summary>Flags that have expired and are named still.</summary>
    public IReadOnlyList<(string Name, FlagExpiry Expires, List<Place> Places)> Expired =>
    [
        .. _document.Flags.Where(flag => flag.Value.Expires is { } expires && expires.End <= _now && _used.ContainsKey(flag.Key))
            .Select(flag => (flag.Key, flag.Value.Expires!.Value, _used[flag.Key])),
    ];

    /// <summary>Flags that look stale and are named still, with the reason in words; null when nobody said which do.</summary>
    public IReadOnlyList<(string Name, string Why, List<Place> Places)>? Stale => _stale is null
        ? null
        : [.. _used.Where(used => _stale.ContainsKey(used.Key)).Select(used => (used.Key, _stale[used.Key], used.Value))];

    public static ReferenceFindings Of(
        FlagDocument document, IEnumerable<(string Path, string Extension)> files, DateTimeOffset now, IEnumerable<string> ignored, string root,
        IReadOnlyDictionary<string, string>? stale = null)
    {
        var findings = new ReferenceFindings(document, now, ignored, stale);
        foreach (var (path, extension) in files)
        {
            if (SourceFiles.Read(path) is { } source)
            {
                findings.Files++;
                findings.Add(source, extension, Path.GetRelativePath(root, path).Replace('\\', '/'));
            }
        }

        return findings;
    }

    private void Add(string source, string extension, string file)
    {
        foreach (var literal in SourceLiterals.Of(source, extension))
        {
            var place = new Place(file, literal.Line, literal.Column);
            if (literal.IsComputed)
            {
                if (FlagCalls.IsNameAt(source, literal.Start))
                {
                    _computed.Add(place);
                }
            }
            else if (_names.TryGetValue(literal.Text, out var name))
            {
                Add(_used, name, place);
            }
            else if (NameRules.IsName(literal.Text) && !_ignored.Contains(literal.Text) && FlagCalls.IsNameAt(source, literal.Start))
            {
                Add(_undefined, literal.Text, place);
            }
        }
    }

    private static void Add(SortedDictionary<string, List<Place>> all, string name, Place place)
    {
        if (!all.TryGetValue(name, out var places))
        {
            all[name] = places = [];
        }

        places.Add(place);
    }

    private string[] RequiredBy(string name) =>
    [
        .. _document.Flags.Where(flag => Required(flag.Value).Contains(name, StringComparer.OrdinalIgnoreCase)).Select(static flag => flag.Key),
    ];

    private static IEnumerable<string> Required(FlagDefinition flag) => (flag.Rules?.Values ?? [])
        .SelectMany(static rule => Required(rule).Concat(Required(rule.Except)))
        .Concat(Required(flag.Rollout?.Audience)).Concat(Required(flag.Rollout?.Audience?.Except));

    private static IEnumerable<string> Required(ConditionsDefinition? conditions) => conditions is null ? [] :
    [
        .. conditions.Requires?.Keys ?? [],
        .. (conditions.Any ?? []).Concat(conditions.All ?? []).Append(conditions.Not).SelectMany(Required),
    ];
}
