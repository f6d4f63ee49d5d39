using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The document of a store to follow, and how often to ask for it.</summary>
/// <remarks>With <c>AddStoredDocument</c> they are named options; the name is that of the document.</remarks>
public sealed class StoredRuleProviderOptions
{
    /// <summary>The shortest <see cref="PollInterval"/>: a second.</summary>
    public static readonly TimeSpan MinPollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The longest <see cref="PollInterval"/>: a day.</summary>
    public static readonly TimeSpan MaxPollInterval = TimeSpan.FromDays(1);

    /// <summary>The document's name.</summary>
    public string Document { get; set; } = "";

    /// <summary>
    /// The mean time between two reads that look for a new version, whatever the store's notifications say; each wait is up to a fifth longer or shorter.
    /// Default: 15 s; from a second to a day.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The limits of a document. Default: those of <see cref="GrayFlagsOptions"/> with <c>AddStoredDocument</c>, else <see cref="DocumentLimits.Default"/>.
    /// </summary>
    public DocumentLimits Limits { get; set; } = new();

    // The first reason for which they are not good; null when there is none.
    internal string? Problem() => this switch
    {
        { Document: "" } => $"{nameof(Document)} is empty",
        _ when PollInterval < MinPollInterval || PollInterval > MaxPollInterval => $"{nameof(PollInterval)} is not from a second to a day",
        { Limits: null } => $"{nameof(Limits)} is null",
        _ => null,
    };
}
