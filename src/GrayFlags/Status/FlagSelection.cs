namespace GrayFlags;

/// <summary>The flags that somebody may see.</summary>
public enum FlagSelection
{
    /// <summary>Flags that are written with <c>"clientSide": true</c>: those that browsers and apps on devices may see.</summary>
    ClientSide,

    /// <summary>Every flag, for servers that are trusted with the names of features that nobody knows yet.</summary>
    All,
}
