namespace GrayFlags.Documents;

/// <summary>The place of a context that has no unit which a share by the hash of another system could go by.</summary>
public enum MissingUnit
{
    /// <summary>It is in no share.</summary>
    Outside,

    /// <summary>The empty text is hashed for it.</summary>
    Empty,

    /// <summary>It has a fresh draw at each call.</summary>
    Random,
}
