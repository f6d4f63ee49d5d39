namespace GrayFlags;

/// <summary>The part of a flag's definition that decides.</summary>
public enum FlagKind
{
    /// <summary>The flag is on for everyone.</summary>
    On,

    /// <summary>The flag is off for everyone, as its definition says: <c>false</c>, or <c>enabled</c> is false.</summary>
    Off,

    /// <summary>Rules decide, and the default when none matches.</summary>
    Rules,

    /// <summary>A staged rollout decides, after the rules.</summary>
    Rollout,
}
