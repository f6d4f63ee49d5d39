namespace GrayFlags.Providers.Files;

/// <summary>The reason a file could not be read.</summary>
internal enum FileFailure
{
    None,
    Missing,
    Directory,
    Empty,
    TooLarge,
    Denied,
    Loop,
    Failed,
}
