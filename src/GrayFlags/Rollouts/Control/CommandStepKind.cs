namespace GrayFlags.Rollouts.Control;

/// <summary>The work that follows from a command's decision.</summary>
internal enum CommandStepKind
{
    /// <summary>None: the rollout is not as its operator has seen it.</summary>
    Conflict,

    /// <summary>To read the store: this instance may be behind it.</summary>
    Read,

    /// <summary>To save the record, which is in effect.</summary>
    Published,

    /// <summary>To write the record, which takes effect when the store has it.</summary>
    Write,

    /// <summary>The same, but only for a moment: it makes the rollout smaller, and expects a revision.</summary>
    WriteStop,
}
