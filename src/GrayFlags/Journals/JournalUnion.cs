namespace GrayFlags.Journals;

/// <summary>Merges the two files of a journal with what this process already knows, and detects losses.</summary>
/// <remarks>
/// Each append is on disk in the first file before it begins in the second, and complete only when it is in both. So whatever happens to one file,
/// the other has every completed append. A loss shows as a gap: a number that neither has, a line of the state that neither has, or an end that
/// neither can vouch for. A tail cut off both files at the same line is indistinguishable from an earlier state, or from an append that never
/// returned.
/// </remarks>
internal static class JournalUnion
{
    public static JournalContent Join(JournalImage first, JournalImage second, JournalContent? known)
    {
        JournalImage[] images = [first, second];
        var lineage = Disown(images, known);
        var usable = images.Where(image => image is { Header: not null, IsStranger: false }).ToList();
        if (images.FirstOrDefault(image => image.IsNewer) is { } newer)
        {
            return Unreadable(known, newer.Problem);
        }

        if (images.All(image => image.IsMissing))
        {
            return known ?? JournalContent.Empty;
        }

        if (usable.Count == 0 && known is null && images.FirstOrDefault(image => image.IsDenied || image.IsOther) is { } refused)
        {
            return Unreadable(known, refused.Problem);
        }

        if (known is null && usable.Count == 0 && Array.TrueForAll(images, image => image.IsStranger))
        {
            return Both(first, second);
        }

        var joined = Join(usable, out var isWhole);
        var problem = string.Join("; ", images.Select((image, index) => Describe(image, images[1 - index], index)).OfType<string>());
        if (known is not null && (known.Last > joined.Last || !isWhole))
        {
            // What this process knows is complete up to its last line.
            (joined, isWhole) = (Over(known, joined, usable, out var isContiguous), isContiguous);
        }

        return joined with
        {
            Damage = !isWhole ? JournalDamage.Lost : problem.Length > 0 ? JournalDamage.Mended : JournalDamage.None,
            Problem = problem.Length > 0 ? problem : null,
            Lineage = lineage,
        };
    }

    /// <summary>True when the file lacks lines of the merged content: it must be rewritten before anything is appended.</summary>
    public static bool IsBehind(JournalImage image, JournalContent content) =>
        image.Header is null || image.Problem is not null || image.IsTorn || image.Last != content.Last || HasGap(image);

    // What this process knows identifies the right journal; when it knows nothing, either file may belong to another.
    private static string? Disown(JournalImage[] images, JournalContent? known)
    {
        string[] lineages = [.. images.Select(image => image.Header?.Lineage).OfType<string>().Distinct(StringComparer.Ordinal)];
        var own = known?.Lineage ?? (lineages.Length == 1 ? lineages[0] : null);
        foreach (var image in images.Where(image => image.Header?.Lineage is { } lineage && lineage != own))
        {
            image.Disown();
        }

        return own;
    }

    // Two journals, either of which may be the right one: all entries of both, each in doubt. Renumbered, because each has its own numbers.
    private static JournalContent Both(JournalImage first, JournalImage second)
    {
        var entries = JournalContent.Empty.Entries.ToBuilder();
        var last = Math.Max(first.Last, second.Last);
        foreach (var (key, entry) in new[] { second, first }.SelectMany(image => Join([image], out _).Entries))
        {
            entries[key] = entry with { Sequence = ++last };
        }

        return new JournalContent(entries.ToImmutable(), last) { Damage = JournalDamage.Lost, Problem = "the journal and its copy belong to two different journals" };
    }

    private static JournalContent Unreadable(JournalContent? known, string? problem) =>
        (known ?? JournalContent.Empty) with { Damage = JournalDamage.Unreadable, Problem = problem };

    private static JournalContent Join(List<JournalImage> usable, out bool isWhole)
    {
        if (usable.Count == 0)
        {
            isWhole = false;
            return JournalContent.Empty;
        }

        // The latest complete state, possibly combined from the lines of both files.
        var states = usable.GroupBy(image => image.Header!.Value.Base).OrderByDescending(group => group.Key).ToList();
        var state = states.Find(group => StateOf(group).Count == group.Max(image => image.Header!.Value.Count));
        var lines = state is not null ? StateOf(state) : StateOf(usable);
        var lastOfState = state?.Key ?? states[0].Key;
        foreach (var line in usable.SelectMany(image => image.Lines.Values).Where(line => line.Sequence > lastOfState))
        {
            lines.TryAdd(line.Sequence, line);
        }

        var last = usable.Max(image => image.Last);
        var isContiguous = lines.Keys.Count(sequence => sequence > lastOfState) == last - lastOfState;
        isWhole = state is not null && isContiguous && usable.Exists(image => !image.HasOpenEnd);
        return Play(JournalContent.Empty, lines.Values, last);
    }

    private static SortedDictionary<long, JournalLine> StateOf(IEnumerable<JournalImage> images)
    {
        var lines = new SortedDictionary<long, JournalLine>();
        foreach (var image in images)
        {
            foreach (var (sequence, line) in image.Lines.Where(line => line.Key <= image.Header!.Value.Base))
            {
                lines.TryAdd(sequence, line);
            }
        }

        return lines;
    }

    private static JournalContent Over(JournalContent known, JournalContent joined, List<JournalImage> usable, out bool isContiguous)
    {
        var later = new SortedDictionary<long, JournalLine>();
        foreach (var line in usable.SelectMany(image => image.Lines.Values).Where(line => line.Sequence > known.Last))
        {
            later.TryAdd(line.Sequence, line);
        }

        var last = Math.Max(known.Last, joined.Last);
        isContiguous = later.Count == last - known.Last;
        return Play(known, later.Values, last);
    }

    private static JournalContent Play(JournalContent start, IEnumerable<JournalLine> lines, long last)
    {
        var entries = start.Entries.ToBuilder();
        foreach (var line in lines)
        {
            if (line.Payload is { } payload)
            {
                entries[line.Key] = new JournalEntry(line.Sequence, payload);
            }
            else
            {
                entries.Remove(line.Key);
            }
        }

        return new JournalContent(entries.ToImmutable(), last);
    }

    // The first may be ahead of the second by an append that a crash interrupted, never the other way round.
    private static string? Describe(JournalImage image, JournalImage other, int index)
    {
        var name = index == 0 ? "the journal" : "its copy";
        var problem = image.Problem
            ?? (image.IsMissing && index == 0 ? "it is missing" : image.IsMissing && other.Last > 0 ? "it is missing" : null)
            ?? (HasGap(image) ? "lines are missing in the middle" : null)
            ?? (index == 0 && image.Header is not null && other.Last > image.Last ? "lines are missing at its end" : null);
        return problem is null ? null : $"{name}: {problem}";
    }

    private static bool HasGap(JournalImage image) =>
        image.Header is { } header && image.Lines.Keys.Count(sequence => sequence > header.Base) != image.Last - header.Base;
}
