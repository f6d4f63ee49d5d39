using System.Collections.Immutable;

namespace GrayFlags.Journals;

/// <summary>The content of a journal. Immutable.</summary>
/// <param name="Entries">The entries by key.</param>
/// <param name="Last">The number of the last line; 0 for an empty journal.</param>
internal sealed record JournalContent(ImmutableDictionary<string, JournalEntry> Entries, long Last)
{
    public static JournalContent Empty { get; } = new(ImmutableDictionary.Create<string, JournalEntry>(StringComparer.Ordinal), 0);

    /// <summary>The reliability of the content.</summary>
    public JournalDamage Damage { get; init; }

    /// <summary>The problem found, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>The number of the line that records a loss, or null: whether earlier lines are the latest for their keys is unknown.</summary>
    public long? LostAt { get; init; }

    /// <summary>Identifies this journal among others of its kind; null when no file names it, or when the files disagree.</summary>
    public string? Lineage { get; init; }

    /// <summary>True when entries may be missing: a key without an entry is then unknown rather than new.</summary>
    public bool IsUncertain => Damage is JournalDamage.Lost or JournalDamage.Unreadable;

    /// <summary>Returns the content with lines appended.</summary>
    public JournalContent With(IEnumerable<JournalRecord> records)
    {
        var (entries, last) = (Entries.ToBuilder(), Last);
        foreach (var record in records)
        {
            last++;
            if (record.Payload is { } payload)
            {
                entries[record.Key] = new JournalEntry(last, payload);
            }
            else
            {
                entries.Remove(record.Key);
            }
        }

        return this with { Entries = entries.ToImmutable(), Last = last };
    }
}
