namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>One half of a document, which a test takes away.</summary>
public enum LostHalf
{
    /// <summary>The text of the latest version.</summary>
    NewestText,

    /// <summary>The texts of all versions.</summary>
    Texts,

    /// <summary>What says that the latest version is there.</summary>
    NewestRevision,

    /// <summary>What says that any version is there.</summary>
    Revisions,
}
