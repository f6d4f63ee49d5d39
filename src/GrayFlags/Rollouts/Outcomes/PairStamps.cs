using System.Runtime.InteropServices;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>
/// The quarter of a minute of each unit's last good and last bad outcome, and the number of its calls in the minute of the later; in 80 KB. Not thread-safe.
/// </summary>
/// <remarks>Units that share one of the 16,384 slots count as one: the error is on the side of counting less.</remarks>
internal sealed class PairStamps
{
    private const int Slots = 16_384;

    private readonly ushort[][] _stamps = [new ushort[Slots], new ushort[Slots]];
    private readonly byte[] _calls = new byte[Slots];
    private long _offset;

    /// <summary>The quarter of the last such outcome; -1 for none.</summary>
    public long Seen(uint hash, bool isBad) => EpochStamp.Read(_stamps[isBad ? 1 : 0][SlotOf(hash)], _offset);

    /// <summary>Adds an outcome.</summary>
    /// <returns>The number of the unit's calls in this minute, including this one; at most 255.</returns>
    public int Set(uint hash, bool isBad, long quarter)
    {
        var (slot, stamp) = (SlotOf(hash), EpochStamp.Write(quarter, ref _offset, _stamps));
        var last = EpochStamp.Read(Math.Max(_stamps[0][slot], _stamps[1][slot]), _offset);
        var calls = last >= 0 && last / EpochStamp.PerMinute == quarter / EpochStamp.PerMinute ? _calls[slot] : 0;
        _stamps[isBad ? 1 : 0][slot] = stamp;
        return _calls[slot] = (byte)Math.Min(calls + 1, byte.MaxValue);
    }

    public byte[] Save() =>
        [.. BitConverter.GetBytes(_offset), .. MemoryMarshal.AsBytes<ushort>(_stamps[0]), .. MemoryMarshal.AsBytes<ushort>(_stamps[1]), .. _calls];

    /// <returns>False, with nothing changed, when the bytes are not of this format.</returns>
    public bool TryLoad(ReadOnlySpan<byte> saved)
    {
        const int OfStamps = Slots * sizeof(ushort);
        if (saved.Length != sizeof(long) + (2 * OfStamps) + Slots || BitConverter.ToInt64(saved) is < 0 or > long.MaxValue / 2)
        {
            return false;
        }

        _offset = BitConverter.ToInt64(saved);
        MemoryMarshal.Cast<byte, ushort>(saved.Slice(sizeof(long), OfStamps)).CopyTo(_stamps[0]);
        MemoryMarshal.Cast<byte, ushort>(saved.Slice(sizeof(long) + OfStamps, OfStamps)).CopyTo(_stamps[1]);
        saved[^Slots..].CopyTo(_calls);
        return true;
    }

    private static int SlotOf(uint hash) => (int)hash & (Slots - 1);
}
