using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;

namespace GrayFlags.Benchmarks.Floor;

/// <summary>The floor: what a careful engineer would write by hand for percentages, and nothing else. No reload, no reasons, no segments.</summary>
internal sealed class HandWrittenFlags
{
    private const int BufferSize = 512;
    private const int MaxBytesPerChar = 3;

    private readonly FrozenDictionary<string, uint> _thresholds;

    /// <param name="names">The flags; they get keys of their own, as they would from a file.</param>
    /// <param name="percent">How many percent of the users have each flag.</param>
    public HandWrittenFlags(IEnumerable<string> names, int percent) =>
        _thresholds = names.ToFrozenDictionary(name => new string(name.AsSpan()), _ => (uint)percent, StringComparer.Ordinal);

    /// <summary>A look-up, a hash of <c>flag:id</c>, a compare.</summary>
    [SkipLocalsInit]
    public bool IsEnabled(string flag, string id)
    {
        if (!_thresholds.TryGetValue(flag, out var threshold))
        {
            return false;
        }

        var most = ((flag.Length + id.Length) * MaxBytesPerChar) + 1;
        var buffer = most <= BufferSize ? stackalloc byte[BufferSize] : new byte[most];
        var length = Encoding.UTF8.GetBytes(flag, buffer);
        buffer[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(id, buffer[length..]);
        return HandMurmur.Hash(buffer[..length]) % 100 < threshold;
    }

    /// <summary>The bare look-up, which is all that a plain flag needs.</summary>
    public bool IsOn(string flag) => _thresholds.TryGetValue(flag, out var threshold) && threshold > 0;
}
