namespace GrayFlags.Rollouts.Fleet;

internal sealed partial class FleetAttempt
{
    /// <summary>The damage of a checkpoint.</summary>
    public const string CheckpointDamage = "the checkpoint of its evidence cannot be read";

    private long _damagedAt;
    private bool _hasWeighed;

    /// <summary>The damage to the evidence in the store; null when there is none that is known. Nothing is promoted meanwhile.</summary>
    public string? Damage { get; private set; }

    /// <summary>True once an operator has accepted that the damaged part of the evidence is lost.</summary>
    public bool IsLossAccepted { get; private set; }

    /// <summary>Called when damage is found, and when there is none any more, with that damage or null.</summary>
    public Action<FleetAttempt, string?> DamageChanged { get; init; } = static (_, _) => { };

    /// <summary>Called when evidence that this node had weighed begins anew, since the store has forgotten it.</summary>
    public Action<FleetAttempt> Forgotten { get; init; } = static _ => { };

    /// <summary>
    /// Goes on behind an entry that cannot be read, if an operator has accepted its loss: for all nodes, which take the checkpoint from behind it.
    /// </summary>
    public bool TrySkip(long position)
    {
        if (!IsLossAccepted || !IsReady || position <= Position)
        {
            return false;
        }

        (Position, _mustSave) = (position, true);
        return true;
    }

    /// <summary>Notes damage to the evidence in the store.</summary>
    /// <param name="damage">The damage, in words.</param>
    /// <param name="position">The position of the damaged entry; 0 for the checkpoint.</param>
    public void MarkDamaged(string damage, long position = 0)
    {
        _damagedAt = position;
        if (Damage != damage)
        {
            Damage = damage;
            DamageChanged(this, damage);
        }
    }

    /// <summary>Accepts that the damaged part of the evidence is lost; returns false when nothing is damaged.</summary>
    public bool AcceptLoss() => IsLossAccepted = Damage is not null;

    /// <summary>The checkpoint with which the evidence begins anew, in place of one that nobody can read, or go on from.</summary>
    /// <param name="end">The end of the log.</param>
    /// <param name="lost">The checkpoint to replace.</param>
    public RolloutCheckpoint AnewCheckpoint(long end, RolloutCheckpoint lost) =>
        Checkpoint(Math.Min(_gap?.Through ?? end, end), null, null, NewLineage()) with { Revision = lost.Revision };

    // A failover that has lost the last writes goes on from a checkpoint; only where there is none any more everything is lost. What is damaged is said
    // to be, and begins anew because an operator has accepted it.
    private void NoteWhatIsForgotten(FleetState state)
    {
        if ((_hasWeighed || _gap is not null) && state.Guards is null && state.Lineage != Lineage && Damage is null)
        {
            Forgotten(this);
        }

        _hasWeighed = state.Guards is not null;
    }

    // The evidence in memory is what the checkpoint had, and what came behind it.
    private void Mend(RolloutCheckpoint damaged)
    {
        MarkDamaged(CheckpointDamage);
        (Revision, _mustSave) = (damaged.Revision, true);
    }

    private void MarkWhole(long position)
    {
        if (Damage is not null && position >= _damagedAt)
        {
            (Damage, IsLossAccepted, _damagedAt) = (null, false, 0);
            DamageChanged(this, null);
        }
    }
}
