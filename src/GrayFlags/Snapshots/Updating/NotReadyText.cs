using GrayFlags.Documents.Problems;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The sentences about sources that bring nothing.</summary>
internal static class NotReadyText
{
    private const string NoSource =
        "no source of flags is registered; pass a configuration section to AddGrayFlags, or call AddJsonFile, AddHttp or AddProvider";

    /// <summary>The reason why no rules have been loaded yet.</summary>
    public static string Of(IReadOnlyList<ProviderSlot> slots) => slots.Count == 0
        ? Sentence(NoSource)
        : Sentence(LogSafeText.Listed([.. slots], Of, "; "));

    /// <summary>Sources without content, one sentence each, or the one that there is no source.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<ProviderSlot> slots) => slots.Count == 0
        ? [NoSource]
        : slots.Where(slot => slot.IsMissing).Select(slot => slot.Reason!).Distinct(StringComparer.Ordinal);

    private static string Of(ProviderSlot slot) => slot switch
    {
        { State: ProviderState.Empty, Reason: { } reason } => reason,
        { Reason: { } reason } => $"'{slot.Name}': {reason}",
        { State: ProviderState.Empty } => $"'{slot.Name}' holds no document yet",
        { State: ProviderState.Loading } => $"'{slot.Name}' has not answered yet",
        _ => $"the document of '{slot.Name}' is refused, problems: {slot.Problems.Count}",
    };

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}{(text[^1] == '?' ? "" : ".")}";
}
