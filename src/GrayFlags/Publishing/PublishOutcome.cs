namespace GrayFlags;

/// <summary>The outcome of publishing a document.</summary>
public enum PublishOutcome
{
    /// <summary>A new version is stored.</summary>
    Published,

    /// <summary>The latest version has the same text already: nothing was written.</summary>
    Unchanged,

    /// <summary>The latest version is not the expected one: nothing was written.</summary>
    Conflict,

    /// <summary>The document would be refused: nothing was written.</summary>
    Invalid,

    /// <summary>Some instances do not know a field of the document and would refuse it: nothing was written.</summary>
    TooNew,

    /// <summary>The version to go back to is not there, or no longer: nothing was written.</summary>
    NotFound,
}
