using System.Buffers;
using GrayFlags.Documents.Reading;
using GrayFlags.Documents.Writing;

namespace GrayFlags.Documents;

/// <summary>The flags that two documents define differently. Segments count through the flags' own text only.</summary>
internal sealed record DocumentDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    public static DocumentDifference Between(FlagDocument? before, FlagDocument after)
    {
        if (before is null || before.Flags.Count == 0)
        {
            return new DocumentDifference([.. after.Flags.Keys], [], []);
        }

        var old = IgnoringCase(before.Flags);
        List<string> added = [], removed = [], changed = [];
        foreach (var (name, flag) in after.Flags.Each())
        {
            if (!old.TryGetValue(name, out var was))
            {
                added.Add(name);
            }
            else if (!IsSame(was, flag) && !IsWrittenAlike(was, flag))
            {
                changed.Add(name);
            }
        }

        if (after.Flags.Count - added.Count < old.Count)
        {
            var kept = IgnoringCase(after.Flags);
            removed.AddRange(old.Keys.Where(name => !kept.ContainsKey(name)));
        }

        return new DocumentDifference(added, removed, changed);
    }

    // What the reader made ignores case; a document of the app's own may not.
    private static IReadOnlyDictionary<string, FlagDefinition> IgnoringCase(IReadOnlyDictionary<string, FlagDefinition> flags) =>
        flags as NamedEntries<FlagDefinition>
            ?? (IReadOnlyDictionary<string, FlagDefinition>)new Dictionary<string, FlagDefinition>(flags, StringComparer.OrdinalIgnoreCase);

    // On most reloads most flags are as they were, and to write ten thousand of them takes longer than to compile them.
    private static bool IsSame(FlagDefinition left, FlagDefinition right) =>
        ReferenceEquals(left, right) || (left.ContentHash != 0 && left.ContentHash == right.ContentHash);

    private static bool IsWrittenAlike(FlagDefinition left, FlagDefinition right) => Text(left).SequenceEqual(Text(right));

    private static ReadOnlySpan<byte> Text(FlagDefinition flag)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DocumentWriter.WriteTo(buffer, new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { ["flag"] = flag } }, indented: false);
        return buffer.WrittenSpan;
    }
}
