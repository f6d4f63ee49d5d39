using GrayFlags.Compilation;

namespace GrayFlags.Snapshots.Updating;

/// <summary>How the updater treats documents.</summary>
internal sealed record UpdaterOptions
{
    /// <summary>How documents are compiled.</summary>
    public RuleSetOptions Rules { get; init; } = new();

    /// <summary>Whether an invalid document at the very first load lets the program start all the same.</summary>
    public bool StartEmptyOnInvalidDocument { get; init; }

    /// <summary>How long the start waits for what loads at once to be live.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a document that loses more than half of the flags is held back.</summary>
    public bool ShrinkGuard { get; init; }

    /// <summary>After so many identical reads a document that was held back is believed.</summary>
    public int ShrinkGuardReads { get; init; } = 3;

    /// <summary>How many versions of the rules are kept.</summary>
    public int KeptVersions { get; init; } = 10;
}
