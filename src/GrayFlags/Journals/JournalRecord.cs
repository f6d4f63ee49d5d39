namespace GrayFlags.Journals;

/// <summary>A change of one key's entry.</summary>
/// <param name="Key">The key; any text.</param>
/// <param name="Payload">One line of JSON; null to remove the entry.</param>
internal sealed record JournalRecord(string Key, ReadOnlyMemory<byte>? Payload)
{
    /// <summary>Removes the entry. A conditional expression of null and an array would be an empty payload, which is refused.</summary>
    public static JournalRecord Removal(string key) => new(key, null);
}
