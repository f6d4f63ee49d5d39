using System.Buffers;

namespace GrayFlags.Documents;

/// <summary>Which flags two documents define differently. Segments count through the flags' own text only.</summary>
internal sealed record DocumentDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    public static DocumentDifference Between(FlagDocument? before, FlagDocument after)
    {
        var old = new Dictionary<string, FlagDefinition>(before?.Flags ?? FlagDocument.Empty.Flags, StringComparer.OrdinalIgnoreCase);
        List<string> added = [], changed = [];
        foreach (var (name, flag) in after.Flags)
        {
            if (!old.Remove(name, out var was))
            {
                added.Add(name);
            }
            else if (!IsSame(was, flag) && !IsWrittenAlike(was, flag))
            {
                changed.Add(name);
            }
        }

        return new DocumentDifference(added, [.. old.Keys], changed);
    }

    // On most reloads most flags are as they were, and to write ten thousand of them takes longer than to compile them.
    private static bool IsSame(FlagDefinition left, FlagDefinition right) =>
        ReferenceEquals(left, right) || (left.TextMark != 0 && left.TextMark == right.TextMark);

    private static bool IsWrittenAlike(FlagDefinition left, FlagDefinition right) => Text(left).SequenceEqual(Text(right));

    private static ReadOnlySpan<byte> Text(FlagDefinition flag)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DocumentWriter.WriteTo(buffer, new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { ["flag"] = flag } }, indented: false);
        return buffer.WrittenSpan;
    }
}
