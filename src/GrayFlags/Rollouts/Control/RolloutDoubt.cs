using GrayFlags.Rollouts.Stores;

namespace GrayFlags.Rollouts.Control;

/// <summary>Handles impossible answers of a store: they admit nobody, and break nothing.</summary>
internal static class RolloutDoubt
{
    private const string Impossible = "The store returned an impossible record.";

    /// <summary>The answer without entries that name no rollout, which count as damage; other impossible records wait for an operator.</summary>
    public static RolloutSync.Answer Of(RolloutSync.Answer answer)
    {
        var named = answer.Records.Where(record => record is { Flag: not null, Id: not null }).ToList();
        return answer with
        {
            Records = named.TrueForAll(IsPossible) ? named : named.ConvertAll(record => IsPossible(record) ? record : Closed(record)),
            Removals = Of(answer.Removals),
            Evidence = [.. answer.Evidence.Where(evidence => evidence is { Flag: not null, Id: not null, Node: not null, State: not null })],
            Damaged = [.. (answer.Damaged ?? []).Where(damaged => damaged is { Flag: not null, Id: not null })],
            Damage = answer.Damage ?? (named.Count < answer.Records.Count ? Impossible : null),
        };
    }

    /// <summary>The exclusions without those that name no rollout.</summary>
    public static RolloutRemovals Of(RolloutRemovals removals) =>
        removals with { Removals = [.. removals.Removals.Where(static removal => removal is { Flag: not null })] };

    private static bool IsPossible(RolloutRecord record) =>
        Enum.IsDefined(record.Phase) && Enum.IsDefined(record.WaitReason)
        && record is { Attempt: > 0, Stage: >= 0, Reason: not null, Acknowledged: not null, Changes: not null }
        && record.Changes.All(change => change is not null);

    private static RolloutRecord Closed(RolloutRecord record) => record with
    {
        Phase = Enum.IsDefined(record.Phase) ? record.Phase : RolloutPhase.RolledBack,
        WaitReason = RolloutWaitReason.Lost,
        Attempt = Math.Max(1, record.Attempt),
        Stage = Math.Max(0, record.Stage),
        Reason = record.Reason ?? Impossible,
        Acknowledged = record.Acknowledged ?? new Dictionary<string, double>(),
        Changes = [.. (record.Changes ?? []).Where(change => change is not null)],
    };
}
