namespace GrayFlags.Rollouts.Stores;

/// <summary>The kinds of calls of a store. A full disk can still be read, and a read that succeeds does not mean that a write would.</summary>
internal enum StoreWork
{
    /// <summary>Reads of records.</summary>
    Read,

    /// <summary>Reads of exclusions.</summary>
    Removals,

    /// <summary>Writes of records.</summary>
    Record,

    /// <summary>Writes of evidence and exclusions.</summary>
    Evidence,

    /// <summary>Appending to the log of a fleet, and reading it.</summary>
    Log,

    /// <summary>Reading and writing checkpoints of a fleet.</summary>
    Checkpoint,
}
