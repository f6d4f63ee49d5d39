namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Counts of calls that are not judged yet, by arm: those that have ended or lasted too long, and the bad ones among them.</summary>
internal struct PendingCalls
{
    // Two standard errors: a heuristic, not a test. A false alarm costs only the time until the calls are judged.
    private const double Errors = 2;
    private const double Half = 0.5;

    private (long Calls, long Bad) _canary;
    private (long Calls, long Bad) _control;

    public void Add(bool isCanary, bool isBad)
    {
        ref var arm = ref isCanary ? ref _canary : ref _control;
        arm = (arm.Calls + 1, arm.Bad + (isBad ? 1 : 0));
    }

    /// <summary>The part of bad calls that the control has, or had so far if that is more.</summary>
    /// <param name="usual">The part of bad calls that the control has had so far.</param>
    public readonly double RateOfControl(double usual) => Math.Max(usual, (double)_control.Bad / Math.Max(_control.Calls, 1));

    /// <summary>True when the canary's look worse than chance would have it.</summary>
    /// <param name="allowed">The part of bad calls that it may have; infinite when any may be bad.</param>
    public readonly bool IsCanaryWorse(double allowed)
    {
        if (_canary.Bad == 0)
        {
            return false;
        }

        var expected = _canary.Calls * allowed;
        return _canary.Bad > expected + (Errors * Math.Sqrt(expected)) + Half;
    }
}
