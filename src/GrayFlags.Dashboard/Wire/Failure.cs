namespace GrayFlags.Dashboard.Wire;

/// <summary>Why an answer is not what was asked for.</summary>
internal sealed record Failure
{
    /// <summary>A word that programs may rely on, such as <c>conflict</c>.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence for people, in English.</summary>
    public required string Message { get; init; }

    /// <summary>The rollout as it is now, which the caller did not know.</summary>
    public RolloutView? Rollout { get; init; }

    /// <summary>True when the command is in effect in this process, and only saving it has failed.</summary>
    public bool? IsInEffect { get; init; }

    /// <summary>True when it is not known what came of an operation: look at what is there now before you ask for it again.</summary>
    public bool? MayHaveHappened { get; init; }
}
