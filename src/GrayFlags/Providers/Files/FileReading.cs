namespace GrayFlags.Providers.Files;

/// <summary>The result of one read of a file: its bytes, or the reason why there are none.</summary>
/// <param name="Failure">Why there are no bytes.</param>
/// <param name="Bytes">The content; valid until the next read, which reuses the memory.</param>
/// <param name="Detail">The system's own words, where it failed in no known way.</param>
internal readonly record struct FileReading(FileFailure Failure, ReadOnlyMemory<byte> Bytes = default, string? Detail = null)
{
    public string Reason => Failure switch
    {
        FileFailure.Missing => FileText.Missing,
        FileFailure.Directory => FileText.Directory,
        FileFailure.Empty => FileText.Empty,
        FileFailure.Denied => FileText.Denied,
        FileFailure.Loop => FileText.Loop,
        _ => FileText.Failed(Detail ?? ""),
    };
}
