namespace GrayFlags;

/// <summary>The state of the rules.</summary>
public enum GrayFlagsState
{
    /// <summary>No rules have been loaded yet: every flag is off.</summary>
    NotReady,

    /// <summary>The newest document of every provider is serving.</summary>
    Ready,

    /// <summary>
    /// The last good rules are serving, and at least one provider's newest document is not among them, or a source that should hold one is empty; its status
    /// says why.
    /// </summary>
    Degraded,
}
