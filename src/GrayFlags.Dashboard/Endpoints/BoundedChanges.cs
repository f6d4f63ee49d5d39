using GrayFlags.Changes;
using GrayFlags.Dashboard.Wire;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Changes of documents as an answer shows them: the first, up to a bound on their number and on their text.</summary>
/// <param name="Shown">The changes.</param>
/// <param name="More">The number of changes that are left out; null when there are none.</param>
internal sealed record BoundedChanges(IReadOnlyList<ChangeView> Shown, int? More)
{
    /// <summary>The greatest number of changes.</summary>
    public const int MostChanges = 2_000;

    /// <summary>The greatest number of characters of all changes, and of each of two texts beside them.</summary>
    public const int MostText = 1_000_000;

    public static BoundedChanges Of(IReadOnlyCollection<EntryChange> changes)
    {
        var shown = new List<ChangeView>();
        var text = 0L;
        foreach (var change in changes)
        {
            var length = change.Fields.Sum(static field => (long)field.Path.Length + (field.Before?.Length ?? 0) + (field.After?.Length ?? 0));
            if (shown.Count == MostChanges || text + length > MostText)
            {
                continue;
            }

            text += length;
            shown.Add(ChangeView.Of(change));
        }

        return new BoundedChanges(shown, shown.Count == changes.Count ? null : changes.Count - shown.Count);
    }

    /// <summary>The beginning of a text, in whole lines where it has any.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MostText)
        {
            return text;
        }

        var end = text.LastIndexOf('\n', MostText - 1) + 1;
        return text[..(end > 0 ? end : char.IsHighSurrogate(text[MostText - 1]) ? MostText - 1 : MostText)];
    }
}
