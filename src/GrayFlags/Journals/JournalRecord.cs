namespace GrayFlags.Journals;

/// <summary>What a key is to hold from now on.</summary>
/// <param name="Key">The key; any text.</param>
/// <param name="Payload">One line of JSON; null where the key is to hold nothing.</param>
internal sealed record JournalRecord(string Key, ReadOnlyMemory<byte>? Payload)
{
    /// <summary>The key is to hold nothing. A conditional expression of null and an array would be an empty payload, which is refused.</summary>
    public static JournalRecord Removal(string key) => new(key, null);
}
