using System.Collections.Immutable;

namespace GrayFlags.Journals;

/// <summary>What a journal holds. Immutable.</summary>
/// <param name="Entries">By key, what it holds.</param>
/// <param name="Last">The number of the last line; 0 for a journal that has none.</param>
internal sealed record JournalContent(ImmutableDictionary<string, JournalEntry> Entries, long Last)
{
    public static JournalContent Empty { get; } = new(ImmutableDictionary.Create<string, JournalEntry>(StringComparer.Ordinal), 0);

    /// <summary>How far it can be relied upon.</summary>
    public JournalDamage Damage { get; init; }

    /// <summary>What is wrong, where something is.</summary>
    public string? Problem { get; init; }

    /// <summary>The number of the line that says that something was lost: whether lines before it are the last word on their keys is unknown. Null where nothing was.</summary>
    public long? LostAt { get; init; }

    /// <summary>Tells this journal from others of its kind; null where no file says so, or where they say different things.</summary>
    public string? Lineage { get; init; }

    /// <summary>True when something may be missing: then what has no entry is unknown, and not new.</summary>
    public bool IsUncertain => Damage is JournalDamage.Lost or JournalDamage.Unreadable;

    /// <summary>The content with lines appended.</summary>
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
