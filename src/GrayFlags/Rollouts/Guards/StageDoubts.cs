using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// Counts, for the stage that runs, the units that met what no bet sees: failures beyond the first call of an
/// epoch, failures of units that may not be bet on, and calls that ended without a verdict. Not thread-safe.
/// </summary>
/// <remarks>
/// No evidence, since a version that makes its users call more often shows more of them to failures that are nobody's fault. So it stops nothing; it holds a
/// promotion where the arms differ far beyond chance, until an operator has looked.
/// </remarks>
internal sealed class StageDoubts
{
    public const int Length = 10;

    // Four standard errors at every look of a stage, and no fewer units than a person would want to see.
    private const double Errors = 4;
    private const int FewestBad = 10;

    private const ulong StrangerPurpose = 101;
    private const int Arms = 2;
    private const int StrangersPlace = 8;

    private readonly long[] _counts = new long[Length];
    private UnitFilter _noted = new();

    /// <summary>Forgets the stage before.</summary>
    public void Begin()
    {
        Array.Clear(_counts);
        _noted = new UnitFilter();
    }

    /// <summary>Notes a judged call.</summary>
    public void Note(in JudgedCall call)
    {
        var isCanary = call.Marks.IsCanary;
        if (!call.Marks.IsEvidence && call.State.Verdict != CallVerdict.Ignored && _noted.Add(call.Hash, StrangerPurpose))
        {
            _counts[StrangersPlace + (isCanary ? 1 : 0)]++;
        }

        // Whoever may not be bet on can leave calls open, and cannot make the app fail.
        StageDoubt? kind = (call.State.Verdict, call.Marks.IsEvidence) switch
        {
            (CallVerdict.Failure or CallVerdict.NotEnded, true) => StageDoubt.Failures,
            (CallVerdict.Failure, false) => StageDoubt.Strangers,
            (CallVerdict.Ignored, true) => StageDoubt.NoVerdict,
            _ => null,
        };
        if (kind is { } known && _noted.Add(call.Hash, (ulong)known + 1))
        {
            _counts[Place(known, isCanary)]++;
        }
    }

    /// <summary>The doubt that there is; null when the canary's units fared as the control's, within what is allowed.</summary>
    /// <param name="canaryUnits">Units of the stage that may be bet on.</param>
    /// <param name="controlUnits">Those of the control.</param>
    /// <param name="relative">By what part the canary may fail more often.</param>
    /// <param name="absolute">By how much.</param>
    public StageDoubt? Of(long canaryUnits, long controlUnits, double relative, double absolute)
    {
        if (IsWorse(StageDoubt.Failures, canaryUnits, controlUnits, relative, absolute))
        {
            return StageDoubt.Failures;
        }

        if (IsWorse(StageDoubt.Strangers, _counts[StrangersPlace + 1], _counts[StrangersPlace], relative, absolute))
        {
            return StageDoubt.Strangers;
        }

        return IsWorse(StageDoubt.NoVerdict, canaryUnits + Bad(StageDoubt.NoVerdict, true), controlUnits + Bad(StageDoubt.NoVerdict, false), relative, absolute)
            ? StageDoubt.NoVerdict
            : null;
    }

    public StageDoubtsState Save() => new() { Counts = [.. _counts], Noted = Array.Exists(_counts, count => count > 0) ? PackedBytes.Pack(_noted.Save()) : "" };

    public void Load(StageDoubtsState state)
    {
        state.Counts.CopyTo(_counts, 0);
        _noted = new UnitFilter();
        _noted.TryLoad(PackedBytes.Unpack(state.Noted));
    }

    private static int Place(StageDoubt kind, bool isCanary) => ((int)kind * Arms) + (isCanary ? 1 : 0);

    private long Bad(StageDoubt kind, bool isCanary) => _counts[Place(kind, isCanary)];

    // Two proportions, of which the control's is taken for no less than one unit: a control that never failed proves no rate of zero.
    private bool IsWorse(StageDoubt kind, long canaryUnits, long controlUnits, double relative, double absolute)
    {
        var (canary, control) = (Bad(kind, isCanary: true), Bad(kind, isCanary: false));
        if (canary < FewestBad || canaryUnits == 0 || controlUnits == 0)
        {
            return false;
        }

        var usual = Math.Min(1, Math.Max(control, 1.0) / controlUnits);
        var allowed = Math.Min(1, ((1 + relative) * usual) + absolute);
        var rate = Math.Min(1, (double)canary / canaryUnits);
        var factor = 1 + relative;
        var variance = (rate * (1 - rate) / canaryUnits) + (factor * factor * usual * (1 - usual) / controlUnits);
        return rate - allowed > Errors * Math.Sqrt(variance);
    }
}
