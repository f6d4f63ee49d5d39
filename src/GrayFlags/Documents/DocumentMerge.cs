namespace GrayFlags.Documents;

/// <summary>Merges documents: later ones override earlier ones, flag by flag and segment by segment.</summary>
internal static class DocumentMerge
{
    public static FlagDocument Merge(IReadOnlyList<FlagDocument> documents)
    {
        if (documents.Count == 1)
        {
            return documents[0];
        }

        var flags = new Dictionary<string, FlagDefinition>(StringComparer.OrdinalIgnoreCase);
        var segments = new Dictionary<string, SegmentDefinition>(StringComparer.OrdinalIgnoreCase);
        // Of two documents that each count their own versions, neither number tells the whole.
        var versions = documents.Select(document => document.Version).OfType<long>().ToList();
        var off = new List<string>();
        var overridden = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var document in documents)
        {
            // Setting an entry that is there keeps its key: the earliest spelling is the name.
            foreach (var (name, flag) in document.Flags)
            {
                var isSame = flags.TryGetValue(name, out var lower) && lower.Static is not null && lower.Static == flag.Static;
                if (!isSame && lower?.Mark.Source is { } source)
                {
                    (overridden.TryGetValue(name, out var sources) ? sources : overridden[name] = []).Add(source);
                }

                flags[name] = flag;
            }

            foreach (var (name, segment) in document.Segments)
            {
                segments[name] = segment;
            }

            off.AddRange(document.Off);
        }

        return new FlagDocument
        {
            Flags = flags,
            Segments = segments,
            Version = versions.Count == 1 ? versions[0] : null,
            Off = off,
            Overridden = overridden,
        };
    }
}
