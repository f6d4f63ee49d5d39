namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Under which conditions one unit took part; kept until its outcome is known, however late. From <see cref="OutcomeRecorder.Expose"/>.</summary>
/// <param name="Unit">The hash of the unit's id.</param>
/// <param name="IsCanary">Whether the unit was admitted; otherwise it is in the control.</param>
/// <param name="Share">The stage and the share that applied.</param>
internal readonly record struct Exposure(ulong Unit, bool IsCanary, ShareTally Share);
