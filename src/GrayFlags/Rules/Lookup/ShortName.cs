using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules.Lookup;

/// <summary>
/// A name of 8 to 32 characters in four registers, so that names of many lengths are hashed and compared without a loop whose end is mispredicted.
/// </summary>
/// <remarks>The blocks overlap where the name is shorter than 32. The hash never leaves the process, and its quality is only a matter of speed.</remarks>
internal readonly ref struct ShortName
{
    private const int BlockChars = 8;
    private const int MinChars = BlockChars;
    private const int MaxChars = 4 * BlockChars;

    private const ulong Factor2 = 0xc2b2ae3d27d4eb4f;

    private readonly Vector128<ushort> _first;
    private readonly Vector128<ushort> _second;
    private readonly Vector128<ushort> _third;
    private readonly Vector128<ushort> _last;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ShortName(string name)
    {
        Debug.Assert(Fits(name), "Other names do not fit.");

        ref var text = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(name.AsSpan()));
        var last = name.Length - BlockChars;
        _first = Vector128.LoadUnsafe(ref text);
        _second = Vector128.LoadUnsafe(ref text, (nuint)Math.Min(BlockChars, last));
        _third = Vector128.LoadUnsafe(ref text, (nuint)Math.Max(0, last - BlockChars));
        _last = Vector128.LoadUnsafe(ref text, (nuint)last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(string name) => (uint)(name.Length - MinChars) <= MaxChars - MinChars;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash()
    {
        // Each block has a factor of its own, or blocks that overlap would cancel each other out.
        var words = (_first + (_second * 0x9e37) + (_third * 0x85eb) + (_last * 0xc2b3)).AsUInt64();
        var high = Math.BigMul(words.ToScalar() ^ GoldenRatio.Fraction, words.GetElement(1) ^ Factor2, out var low);
        return high ^ low;
    }

    /// <summary>True if two names of one length are ordinally equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(ShortName other) =>
        ((_first ^ other._first) | (_second ^ other._second) | (_third ^ other._third) | (_last ^ other._last)) == Vector128<ushort>.Zero;
}
