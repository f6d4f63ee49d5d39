namespace GrayFlags.Providers.Files;

/// <summary>Why a file could not be read.</summary>
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
