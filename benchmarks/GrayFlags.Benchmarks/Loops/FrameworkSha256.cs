using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>What a system does that wants a hash which the framework brings and which is the same everywhere.</summary>
internal readonly struct FrameworkSha256 : IIdHash
{
    [SkipLocalsInit]
    public static ulong Of(string id)
    {
        Span<byte> buffer = stackalloc byte[256];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..Encoding.UTF8.GetBytes(id, buffer)], hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
