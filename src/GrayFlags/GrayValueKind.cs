namespace GrayFlags;

/// <summary>The kinds of value that an attribute may have.</summary>
public enum GrayValueKind
{
    /// <summary>No value: the attribute is missing.</summary>
    None,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number, whole or not.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An instant.</summary>
    DateTime,

    /// <summary>A list of texts.</summary>
    List,
}
