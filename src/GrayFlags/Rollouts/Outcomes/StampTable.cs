using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The quarter of a minute in which each unit was last seen, in 3 to 147 KB for any number of units. Not thread-safe.</summary>
/// <remarks>
/// Exact for up to 5,461 units, whose whole hashes are kept. Beyond that, buckets of four entries with one byte of the hash each, of which the oldest is
/// evicted. A unit that is missing from a full bucket may have been evicted, and an evicted entry is never younger than the rest; so the unit counts as seen
/// when the oldest entry was. The error is on that side only: no unit counts twice.
/// </remarks>
internal sealed class StampTable
{
    private const int FewestSlots = 512;
    private const int MostSlots = 8_192;
    private const int Buckets = 12_288;
    private const int Ways = 4;
    private const int TagShift = 24;

    private uint[]? _hashes = new uint[FewestSlots];
    private byte[]? _tags;
    private ushort[] _stamps = new ushort[FewestSlots];
    private int _used;
    private long _offset;

    /// <summary>True while the table has every unit, and not only the latest of each bucket.</summary>
    public bool IsExact => _hashes is not null;

    /// <summary>The quarter in which the unit was last seen, or may have been; -1 for never.</summary>
    public long Seen(uint hash)
    {
        var stamp = _hashes is not null ? _stamps[SlotOf(hash)] : StampIn(hash);
        return EpochStamp.Read(stamp, _offset);
    }

    /// <summary>Marks the unit as seen. Quarters never fall.</summary>
    public void Set(uint hash, long quarter)
    {
        var stamp = EpochStamp.Write(quarter, ref _offset, _stamps);
        if (_hashes is null)
        {
            SetIn(hash, stamp);
            return;
        }

        var slot = SlotOf(hash);
        if (_stamps[slot] == 0 && ++_used > _stamps.Length * 2 / 3)
        {
            Grow();
            Set(hash, quarter);
            return;
        }

        (_hashes[slot], _stamps[slot]) = (hash, stamp);
    }

    /// <summary>Returns the table as bytes for a store.</summary>
    public byte[] Save()
    {
        byte[] head = new byte[sizeof(long) + sizeof(int)];
        BinaryPrimitives.WriteInt64LittleEndian(head, _offset);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(sizeof(long)), _hashes is null ? -1 : _used);
        if (_hashes is null)
        {
            return [.. head, .. _tags!, .. MemoryMarshal.AsBytes<ushort>(_stamps)];
        }

        // In one order, whatever the history was: it compresses better, and is comparable.
        var (hashes, stamps, count) = (new uint[_used], new ushort[_used], 0);
        for (var slot = 0; slot < _stamps.Length; slot++)
        {
            if (_stamps[slot] != 0)
            {
                (hashes[count], stamps[count]) = (_hashes[slot], _stamps[slot]);
                count++;
            }
        }

        Array.Sort(hashes, stamps);
        return [.. head, .. MemoryMarshal.AsBytes<uint>(hashes), .. MemoryMarshal.AsBytes<ushort>(stamps)];
    }

    /// <summary>Loads saved bytes into an empty table.</summary>
    /// <returns>False, with nothing changed, when the bytes are not of this format.</returns>
    public bool TryLoad(ReadOnlySpan<byte> saved)
    {
        const int Head = sizeof(long) + sizeof(int);
        if (saved.Length < Head || BinaryPrimitives.ReadInt64LittleEndian(saved) is < 0 or > long.MaxValue / 2)
        {
            return false;
        }

        var (offset, count) = (BinaryPrimitives.ReadInt64LittleEndian(saved), BinaryPrimitives.ReadInt32LittleEndian(saved[sizeof(long)..]));
        var rest = saved[Head..];
        if (count < 0)
        {
            if (rest.Length != Buckets * Ways * (1 + sizeof(ushort)))
            {
                return false;
            }

            (_hashes, _tags, _offset) = (null, rest[..(Buckets * Ways)].ToArray(), offset);
            _stamps = MemoryMarshal.Cast<byte, ushort>(rest[(Buckets * Ways)..]).ToArray();
            return true;
        }

        if (count > MostSlots || rest.Length != count * (sizeof(uint) + sizeof(ushort)))
        {
            return false;
        }

        _offset = offset;
        var stamps = rest[(count * sizeof(uint))..];
        for (var index = 0; index < count; index++)
        {
            var stamp = BinaryPrimitives.ReadUInt16LittleEndian(stamps[(index * sizeof(ushort))..]);
            if (stamp > 0)
            {
                Set(BinaryPrimitives.ReadUInt32LittleEndian(rest[(index * sizeof(uint))..]), stamp - 1 + _offset);
            }
        }

        return true;
    }

    private int SlotOf(uint hash)
    {
        var slot = (int)hash & (_stamps.Length - 1);
        while (_stamps[slot] != 0 && _hashes![slot] != hash)
        {
            slot = (slot + 1) & (_stamps.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        var (hashes, stamps) = (_hashes!, _stamps);
        if (stamps.Length < MostSlots)
        {
            (_hashes, _stamps, _used) = (new uint[stamps.Length * 2], new ushort[stamps.Length * 2], 0);
        }
        else
        {
            // In one order, whatever the history was: of units that fill a bucket the same ones stay, on every node and after every restart.
            Array.Sort(hashes, stamps);
            (_hashes, _tags, _stamps) = (null, new byte[Buckets * Ways], new ushort[Buckets * Ways]);
        }

        for (var slot = 0; slot < stamps.Length; slot++)
        {
            if (stamps[slot] != 0)
            {
                Set(hashes[slot], EpochStamp.Read(stamps[slot], _offset));
            }
        }
    }

    private static int BucketOf(uint hash) => (int)((ulong)(hash << 8) * Buckets >> 32) * Ways;

    private ushort StampIn(uint hash)
    {
        var (bucket, tag) = (BucketOf(hash), (byte)(hash >> TagShift));
        var least = ushort.MaxValue;
        for (var slot = bucket; slot < bucket + Ways; slot++)
        {
            if (_stamps[slot] == 0)
            {
                return 0;
            }

            if (_tags![slot] == tag)
            {
                return _stamps[slot];
            }

            least = Math.Min(least, _stamps[slot]);
        }

        return least;
    }

    private void SetIn(uint hash, ushort stamp)
    {
        var (bucket, tag) = (BucketOf(hash), (byte)(hash >> TagShift));
        var oldest = bucket;
        for (var slot = bucket; slot < bucket + Ways; slot++)
        {
            if (_stamps[slot] == 0 || _tags![slot] == tag)
            {
                oldest = slot;
                break;
            }

            oldest = _stamps[slot] < _stamps[oldest] ? slot : oldest;
        }

        // While a table is moved, an entry older than all present ones is evicted at once.
        if (stamp >= _stamps[oldest])
        {
            (_tags![oldest], _stamps[oldest]) = (tag, stamp);
        }
    }
}
