namespace GrayFlags.Rollouts.Fleet;

/// <content>
/// Entries that are missing from the log. Where another node has trimmed them, its checkpoint is behind them, and is read. Where the store's checkpoint is
/// before the gap, too, nobody can go on from it: the evidence begins anew behind the gap. Whoever replaces that very revision first says where, and with
/// which lineage, so that all nodes agree.
/// </content>
internal sealed partial class FleetAttempt
{
    private const string GapDamage = "entries of its evidence are missing from the log";

    private Gap? _gap;
    private long? _positionBeyondEnd;

    /// <summary>Notes that the entry behind <see cref="Position"/> is missing, and later ones are not: the store's checkpoint has to be read again.</summary>
    /// <param name="first">The position of the first entry behind the gap.</param>
    public void MarkMissing(long first)
    {
        Reset();
        _gap = new Gap(first - 1, null);
    }

    /// <summary>Passes the end of the log. A log that ends before <see cref="Position"/> is not the one that the evidence is from.</summary>
    /// <param name="last">The position of the last entry.</param>
    public void PassEnd(long last)
    {
        if (!IsReady || Position <= last)
        {
            _positionBeyondEnd = null;
            Pass(last);
            return;
        }

        // Of a page that was asked for before the checkpoint was read it means nothing; the next one was asked for later.
        if (_positionBeyondEnd != Position)
        {
            _positionBeyondEnd = Position;
            return;
        }

        _positionBeyondEnd = null;
        _gap = new Gap(last, Position);
        Reset();
    }

    /// <summary>True when the store's checkpoint, read after a gap was found, is before that gap: what is missing is in no checkpoint.</summary>
    public bool IsForgotten(RolloutCheckpoint stored)
    {
        if (_gap is not { } gap || (gap.Beyond is { } beyond ? stored.Position != beyond : stored.Position >= gap.Through)
            || FleetState.TryRead(stored.State) is null)
        {
            return false;
        }

        // Another checkpoint is written at once, unless the store takes none.
        if (IsBlind)
        {
            MarkDamaged(GapDamage);
        }

        return true;
    }

    /// <param name="Through">The position behind which the log can be read.</param>
    /// <param name="Beyond">The position that is beyond the end of the log; null when entries before its end are missing.</param>
    private readonly record struct Gap(long Through, long? Beyond);
}
