using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrayFlags.Journals;
using GrayFlags.Rollouts.Control;

namespace GrayFlags.Rollouts.Stores;

/// <summary>The journal lines of rollouts: one key for each record, for each node's evidence of an attempt, and for each excluded unit.</summary>
internal static class RolloutLines
{
    public const string Kind = "rollouts";

    private const char Record = 'r';
    private const char Evidence = 'e';
    private const char Removal = 'u';

    // Occurs neither in flags' names nor in ids.
    private const char Separator = '\n';

    public static string KeyOf(RolloutRecord record) => Join(Record, RolloutKey.Of(record.Flag, record.Id), "");

    public static string KeyOf(RolloutEvidence evidence) =>
        Join(
            Evidence,
            RolloutKey.Of(evidence.Flag, evidence.Id),
            string.Create(CultureInfo.InvariantCulture, $"{Separator}{evidence.Attempt}{Separator}{evidence.Node}"));

    public static string KeyOf(RolloutRemoval removal) =>
        string.Create(CultureInfo.InvariantCulture, $"{Removal}{Separator}{RolloutKey.NameOf(removal.Flag)}{Separator}{removal.Unit:x16}");

    public static JournalRecord Of(RolloutRecord record) =>
        new(KeyOf(record), JsonSerializer.SerializeToUtf8Bytes(record, RolloutLineJson.Default.RolloutRecord));

    public static JournalRecord Of(RolloutEvidence evidence) =>
        new(KeyOf(evidence), JsonSerializer.SerializeToUtf8Bytes(evidence, RolloutLineJson.Default.RolloutEvidence));

    public static JournalRecord Of(RolloutRemoval removal) =>
        new(KeyOf(removal), JsonSerializer.SerializeToUtf8Bytes(removal, RolloutLineJson.Default.RolloutRemoval));

    /// <summary>Reads a line: a record, evidence or a removal; null when this version does not understand it.</summary>
    public static object? Read(string key, ReadOnlySpan<byte> payload)
    {
        try
        {
            object? read = key.Length == 0 ? null : key[0] switch
            {
                Record => JsonSerializer.Deserialize(payload, RolloutLineJson.Default.RolloutRecord),
                Evidence => JsonSerializer.Deserialize(payload, RolloutLineJson.Default.RolloutEvidence),
                Removal => JsonSerializer.Deserialize(payload, RolloutLineJson.Default.RolloutRemoval),
                _ => null,
            };
            return read switch
            {
                RolloutRecord { Flag: not null, Id: not null } record when IsOf(key, KeyOf(record)) => record,
                RolloutEvidence { Flag: not null, Id: not null, Node: not null } evidence when IsOf(key, KeyOf(evidence)) => evidence,
                RolloutRemoval { Flag: not null } removal when IsOf(key, KeyOf(removal)) => removal,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Earlier builds wrote the name in lower case.
    private static bool IsOf(string key, string expected) => string.Equals(key, expected, StringComparison.OrdinalIgnoreCase);

    private static string Join(char what, RolloutKey rollout, string rest) => $"{what}{Separator}{rollout.Flag}{Separator}{rollout.Id}{rest}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RolloutRecord))]
[JsonSerializable(typeof(RolloutEvidence))]
[JsonSerializable(typeof(RolloutRemoval))]
internal sealed partial class RolloutLineJson : JsonSerializerContext;
