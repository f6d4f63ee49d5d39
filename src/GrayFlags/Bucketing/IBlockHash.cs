namespace GrayFlags.Bucketing;

/// <summary>An incremental hash.</summary>
/// <typeparam name="THash">The type of the hash.</typeparam>
internal interface IBlockHash<THash>
{
    /// <summary>Adds whole blocks that more bytes may follow.</summary>
    /// <param name="blocks">A multiple of the block size.</param>
    void Append(ReadOnlySpan<byte> blocks);

    /// <summary>Adds the last bytes and returns the hash.</summary>
    /// <param name="rest">The last bytes; may be empty.</param>
    /// <returns>The hash of all bytes added.</returns>
    THash Finish(ReadOnlySpan<byte> rest);
}
