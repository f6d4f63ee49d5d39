namespace GrayFlags.Bucketing;

/// <summary>A hash that takes its bytes in pieces.</summary>
/// <typeparam name="THash">The hash it gives.</typeparam>
internal interface IBlockHash<THash>
{
    /// <summary>Takes bytes that more bytes may follow.</summary>
    /// <param name="blocks">A multiple of the block size.</param>
    void Append(ReadOnlySpan<byte> blocks);

    /// <summary>Takes the last bytes, however many.</summary>
    /// <param name="rest">The last bytes; may be empty.</param>
    /// <returns>The hash of everything taken.</returns>
    THash Finish(ReadOnlySpan<byte> rest);
}
