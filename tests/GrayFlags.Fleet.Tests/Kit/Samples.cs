using System.Text.Json;

namespace GrayFlags.Fleet.Tests.Kit;

/// <summary>Records and bytes with something in every field.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Letters of several scripts, beyond the basic plane and with a combining mark; quotes, a backslash and a line end.</summary>
    public const string Odd = "жёлтый 灰度 \U0001F600 e\u0301 'x' \"y\" \\ \n %_{}";

    public static RolloutRecord Record(string flag = "new-checkout", string id = "2026-12", long revision = 0, string reason = "") => new()
    {
        Flag = flag,
        Id = id,
        Attempt = 2,
        Epoch = 3,
        Phase = RolloutPhase.Paused,
        Stage = 1,
        WaitReason = RolloutWaitReason.Evidence,
        StartedAt = Noon.AddTicks(1),
        StageStartedAt = Noon.AddTicks(12_345_678),
        PausedAt = Noon.AddHours(1),
        ResumedAt = Noon.AddMinutes(5),
        Reason = reason,
        IsApproved = true,
        Acknowledged = new Dictionary<string, double> { ["failures"] = Math.PI, ["duration p95"] = -1e-300 },
        Revision = revision,
        Changes = [new RolloutChange(Noon, flag, id, 2, RolloutPhase.Running, RolloutPhase.Paused, "ten", "guard", reason)],
    };

    /// <summary>A record as text: its lists are equal when their content is.</summary>
    public static string TextOf(RolloutRecord record) => JsonSerializer.Serialize(record);

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        for (var index = 0; index < length; index++)
        {
            // Every value of a byte, in an order that does not compress to nothing.
            bytes[index] = (byte)((index * 167) + (index >> 8) + seed);
        }

        return bytes;
    }

    /// <summary>A checkpoint with a state of a megabyte that does not compress to nothing.</summary>
    public static RolloutCheckpoint LargeCheckpoint() => new()
    {
        Flag = "a",
        Id = "b",
        Attempt = 1,
        Position = 0,
        Origin = "1001 0123456789abcdef 0123456789abcdef",
        State = Convert.ToBase64String(Bytes(750_000)),
    };

    public static RolloutLogBatch Batch(long member, long sequence, int length = 8) => new(member, sequence, Bytes(length, (int)sequence));
}
