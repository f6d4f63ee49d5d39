using System.Runtime.CompilerServices;
using System.Text;
using GrayFlags.Benchmarks.Floor;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>The floor's hash.</summary>
internal readonly struct ByHandHash : IIdHash
{
    [SkipLocalsInit]
    public static ulong Of(string id)
    {
        Span<byte> buffer = stackalloc byte[256];
        return HandMurmur.Hash(buffer[..Encoding.UTF8.GetBytes(id, buffer)]);
    }
}
