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
        foreach (var document in documents)
        {
            // Setting an entry that is there keeps its key: the earliest spelling is the name.
            foreach (var (name, flag) in document.Flags)
            {
                flags[name] = flag;
            }

            foreach (var (name, segment) in document.Segments)
            {
                segments[name] = segment;
            }

            off.AddRange(document.Off);
        }

        return new FlagDocument { Flags = flags, Segments = segments, Version = versions.Count == 1 ? versions[0] : null, Off = off };
    }
}
