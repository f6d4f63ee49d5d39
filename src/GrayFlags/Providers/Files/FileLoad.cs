namespace GrayFlags.Providers.Files;

/// <summary>The content found in a file, and since when. The same content is the same object.</summary>
internal sealed class FileLoad(string key, LoadResult load, long since)
{
    /// <summary>Tells it apart from anything else that may be found: the content's fingerprint, or the failure.</summary>
    public string Key { get; } = key;

    public LoadResult Load { get; } = load;

    /// <summary>The timestamp at which it was first seen.</summary>
    public long Since { get; } = since;
}
