namespace GrayFlags;

/// <summary>The state of one provider.</summary>
public enum ProviderState
{
    /// <summary>The first load has not ended yet.</summary>
    Loading,

    /// <summary>The newest document is serving.</summary>
    Current,

    /// <summary>The source is empty. Legitimately so, unless the status gives a reason: then it should hold something, and the rules are degraded.</summary>
    Empty,

    /// <summary>The newest document was refused for its problems; the last good one, if any, is serving.</summary>
    Invalid,

    /// <summary>The newest document is good by itself but refers to something that no provider defines; it is tried again at every change.</summary>
    Waiting,

    /// <summary>
    /// The newest document is good but held back: it lost most of the flags, it is older than the one that serves, or the rules are pinned. The status says
    /// which.
    /// </summary>
    Held,

    /// <summary>The source could not be read; the last good document, if any, is serving.</summary>
    Unavailable,
}
