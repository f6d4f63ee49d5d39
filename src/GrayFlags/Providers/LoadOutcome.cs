namespace GrayFlags;

/// <summary>The outcome of a load.</summary>
public enum LoadOutcome
{
    /// <summary>The source is legitimately empty.</summary>
    Empty,

    /// <summary>The source held a document.</summary>
    Loaded,

    /// <summary>The source held something that is not a good document.</summary>
    Invalid,

    /// <summary>The source confirmed that the document of the last load is still its newest.</summary>
    Unchanged,

    /// <summary>The source could not be reached, or what it holds is missing.</summary>
    Unavailable,
}
