using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Redis.Scripts;

/// <summary>A script in Lua, and the hash by which a server knows it.</summary>
internal sealed class RedisScript(string text)
{
    public string Text { get; } = text;

#pragma warning disable CA5350 // What Redis names its scripts by.
    public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
}
