namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>One half of a document, which a test takes away.</summary>
public enum LostHalf
{
    /// <summary>The text of the latest version.</summary>
    NewestText,

    /// <summary>The texts of all versions.</summary>
    Texts,

    /// <summary>The entry by which the latest version is found.</summary>
    NewestRevision,

    /// <summary>The entries by which all versions are found.</summary>
    Revisions,
}
