namespace GrayFlags.Rollouts;

/// <summary>What became of a call.</summary>
internal enum OutcomeVerdict
{
    None,
    Success,
    Failure,
}
