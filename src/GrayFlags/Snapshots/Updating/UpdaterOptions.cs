using GrayFlags.Compilation;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The updater's options for documents.</summary>
internal sealed record UpdaterOptions
{
    /// <summary>The options for compilation.</summary>
    public RuleSetOptions Rules { get; init; } = new();

    /// <summary>True when the program may start despite an invalid document at the first load.</summary>
    public bool StartEmptyOnInvalidDocument { get; init; }

    /// <summary>The time that the start waits for synchronous loads to go live.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>True when a document that loses more than half of the flags is held back.</summary>
    public bool ShrinkGuard { get; init; }

    /// <summary>The number of identical reads after which a document that was held back is accepted.</summary>
    public int ShrinkGuardReads { get; init; } = 3;

    /// <summary>The number of versions of the rules to keep.</summary>
    public int KeptVersions { get; init; } = 10;
}
