using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Redis.Scripts;

/// <summary>A script in Lua, and the hash by which a server knows it.</summary>
/// <param name="text">The text.</param>
/// <param name="isReadOnly">True when it only reads, and may be run by a user who may not write.</param>
internal sealed class RedisScript(string text, bool isReadOnly = false)
{
    public string Text { get; } = text;

    public bool IsReadOnly { get; } = isReadOnly;

#pragma warning disable CA5350 // What Redis names its scripts by.
    public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
}
