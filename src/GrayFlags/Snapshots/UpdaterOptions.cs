using GrayFlags.Documents;

namespace GrayFlags.Snapshots;

/// <summary>How the updater treats documents.</summary>
internal sealed record UpdaterOptions
{
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>Whether an invalid document at the very first load lets the program start all the same.</summary>
    public bool StartEmptyOnInvalidDocument { get; init; }
}
