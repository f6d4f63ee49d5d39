using System.Buffers.Binary;
using System.Text;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>Sections as bytes of the log, and back. A call that may be evidence takes eight bytes.</summary>
/// <remarks>
/// The first byte is the format. Strings and counts are as <see cref="BinaryWriter"/> writes them. A call is one byte for its arm, whether it is evidence,
/// whether it is its unit's first, its kind and its verdict; one for its place (share, stage, number, whether it repeats); two for the level of its duration,
/// two more for its score where it has one; and its unit's hash, which is of this attempt only.
/// </remarks>
internal static class FleetBatch
{
    /// <summary>The format that this version writes, and the only one that it reads.</summary>
    public const byte Format = 2;

    private const int MostSections = 10_000;
    private const int MostCalls = 1 << 20;
    private const int MostPlaces = 1 << 16;
    private const int VerdictShift = 5;
    private const int KindShift = 3;
    private const byte CanaryBit = 1;
    private const byte EvidenceBit = 2;
    private const byte FirstBit = 4;

    /// <summary>Writes sections.</summary>
    public static byte[] Write(IReadOnlyList<FleetSection> sections)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Format);
        writer.Write7BitEncodedInt(sections.Count);
        foreach (var section in sections)
        {
            Write(writer, section);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads sections; null when the bytes are of another format: a newer library may have written them, or somebody else.</summary>
    public static IReadOnlyList<FleetSection>? TryRead(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty || payload.Span[0] != Format)
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(payload[1..].ToArray()), Encoding.UTF8);
            var sections = new FleetSection[Bounded(reader.Read7BitEncodedInt(), MostSections)];
            for (var index = 0; index < sections.Length; index++)
            {
                sections[index] = ReadSection(reader);
            }

            return sections;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or InvalidDataException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, FleetSection section)
    {
        writer.Write(section.Rollout.Flag);
        writer.Write(section.Rollout.Id);
        writer.Write7BitEncodedInt(section.Attempt);
        writer.Write7BitEncodedInt(section.Stage);
        writer.Write7BitEncodedInt(section.Halvings);
        var places = section.Calls.Select(PlaceOf).Distinct().ToList();
        writer.Write7BitEncodedInt(places.Count);
        foreach (var place in places)
        {
            writer.Write7BitEncodedInt(place.Size);
            writer.Write7BitEncodedInt(place.Stage);
            writer.Write7BitEncodedInt(place.Count);
            writer.Write((byte)((place.IsRepeat ? 1 : 0) | (place.HasScore ? 2 : 0) | (place.HasHash ? 4 : 0)));
        }

        var numbers = places.Select((place, number) => (place, number)).ToDictionary(pair => pair.place, pair => pair.number);
        writer.Write7BitEncodedInt(section.Calls.Count);
        Span<byte> hash = stackalloc byte[sizeof(uint)];
        foreach (var call in section.Calls)
        {
            var (place, marks, state) = (PlaceOf(call), call.Call.Marks, call.Call.State);
            writer.Write((byte)(
                (marks.IsCanary ? CanaryBit : 0)
                | (marks.IsEvidence ? EvidenceBit : 0)
                | (marks.IsFirst ? FirstBit : 0)
                | ((int)marks.Kind << KindShift)
                | ((int)state.Verdict << VerdictShift)));
            writer.Write7BitEncodedInt(numbers[place]);
            writer.Write((ushort)(LevelOf(call.Call) + 1));
            if (place.HasScore)
            {
                writer.Write((ushort)(state.Score + 1));
            }

            if (place.HasHash)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(hash, call.Call.Hash);
                writer.Write(hash);
            }
        }
    }

    private static FleetSection ReadSection(BinaryReader reader)
    {
        var rollout = RolloutKey.Of(reader.ReadString(), reader.ReadString());
        var (attempt, stage, halvings) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        var places = new Place[Bounded(reader.Read7BitEncodedInt(), MostPlaces)];
        for (var index = 0; index < places.Length; index++)
        {
            var (size, of, count, bits) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.ReadByte());
            places[index] = new Place(
                Bounded(size, Bucketing.Bucket.Count), Bounded(of, int.MaxValue), Bounded(count, MostCalls), (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }

        // Beyond what was written nothing is made room for, and nobody counts for hours.
        var calls = new List<CountedCall>();
        var counted = 0;
        for (var left = Bounded(reader.Read7BitEncodedInt(), MostCalls); left > 0; left--)
        {
            calls.Add(ReadCall(reader, places));
            counted = Bounded(counted + calls[^1].Count, MostCalls);
        }

        return new FleetSection(rollout, attempt, stage, Bounded(halvings, FleetSampling.MostHalvings), calls);
    }

    private static CountedCall ReadCall(BinaryReader reader, Place[] places)
    {
        var bits = reader.ReadByte();
        var place = places[Bounded(reader.Read7BitEncodedInt(), places.Length - 1)];
        var level = Bounded(reader.ReadUInt16(), DurationScale.Levels) - 1;
        var score = place.HasScore ? Bounded(reader.ReadUInt16(), ScoreScale.Levels) - 1 : -1;
        var hash = place.HasHash ? reader.ReadUInt32() : 0;
        var verdict = (CallVerdict)(bits >> VerdictShift);
        if (verdict is CallVerdict.None or CallVerdict.Open or > CallVerdict.Excluded)
        {
            throw new InvalidDataException("The call has no verdict.");
        }

        var marks = CallMarks.Of(
            (bits & CanaryBit) != 0, (bits & EvidenceBit) != 0, (bits & FirstBit) != 0, (CallKind)((bits >> KindShift) & 3), 0);
        var settle = level < 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(DurationScale.Value(level));
        var state = CallState.Of(0, place.Size, verdict, level, score);
        return new CountedCall(new JudgedCall(hash, marks, state, place.Stage, settle) { IsRepeat = place.IsRepeat }, place.Count);
    }

    private static int Bounded(int number, int most) =>
        number >= 0 && number <= most ? number : throw new InvalidDataException("A number is out of its range.");

    // A call that has not ended has lasted at least as long as the wait, whatever its own level is.
    private static int LevelOf(in JudgedCall call) =>
        call.Marks.Kind == CallKind.Call && (call.State.Verdict == CallVerdict.NotEnded || call.State.Level < 0)
            ? DurationScale.LevelOf(call.Settle.TotalSeconds)
            : call.State.Level;

    private static Place PlaceOf(CountedCall call) => new(
        call.Call.State.Size,
        call.Call.Stage,
        call.Count,
        call.Call.IsRepeat,
        call.Call.State.Score >= 0,
        !call.Call.IsRepeat || call.Call.Hash != 0);

    private readonly record struct Place(int Size, int Stage, int Count, bool IsRepeat, bool HasScore, bool HasHash);
}
