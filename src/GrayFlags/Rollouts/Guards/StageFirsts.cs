using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Tells which call of a unit is its first in the stage that runs. Not thread-safe.</summary>
/// <remarks>
/// A stamp is the quarter of a minute in which a unit was last judged, which is enough once all calls of the stage before have been judged. Until then it may
/// be of such a call, or of the quarter in which the stage began. Units that come in that time are therefore noted by themselves; by stamps alone, those that
/// call at each quarter would never count.
/// </remarks>
internal sealed class StageFirsts
{
    private UnitFilter _noted = new();
    private long _begun;
    private long _settled;

    /// <summary>The stage, from 0.</summary>
    public int Stage { get; private set; }

    /// <summary>True once stamps alone tell which call is the first: all calls of the stage before have been judged.</summary>
    public bool IsSettled(long quarter) => quarter >= _settled;

    /// <summary>Begins a stage.</summary>
    /// <param name="stage">From 0.</param>
    /// <param name="quarter">The quarter of a minute that it begins in.</param>
    /// <param name="settle">The age at which calls are judged at the latest.</param>
    public void Begin(int stage, long quarter, TimeSpan settle)
    {
        (Stage, _begun, _noted) = (stage, quarter, new UnitFilter());
        _settled = quarter + (long)Math.Ceiling(settle.TotalSeconds / EpochStamp.Seconds) + 1;
    }

    /// <summary>True for the first judged call of a unit in the stage; to be asked once for each call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">What counts apart.</param>
    /// <param name="seen">The quarter in which the unit was judged before; negative for never.</param>
    /// <param name="quarter">The quarter in which it is judged now.</param>
    public bool IsFirst(in JudgedCall call, CallKind kind, long seen, long quarter)
    {
        if (call.Stage != Stage)
        {
            return false;
        }

        return quarter < _settled ? Note(call, kind) : seen < _begun || (seen < _settled && Note(call, kind));
    }

    public StageFirstsState Save() => new() { Stage = Stage, Begun = _begun, Settled = _settled, Noted = Stage == 0 ? "" : PackedBytes.Pack(_noted.Save()) };

    /// <summary>Goes on from a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stages">The number of stages that there are.</param>
    public void Load(StageFirstsState state, int stages)
    {
        (Stage, _begun, _settled, _noted) = (Math.Min(state.Stage, stages - 1), state.Begun, state.Settled, new UnitFilter());
        _noted.TryLoad(PackedBytes.Unpack(state.Noted));
    }

    private bool Note(in JudgedCall call, CallKind kind) => _noted.Add(call.Hash, (ulong)kind + 1);
}
