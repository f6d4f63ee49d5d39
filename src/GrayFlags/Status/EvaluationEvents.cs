namespace GrayFlags;

/// <summary>
/// The evaluations that are logged as events <c>feature_flag.evaluation</c>, in the category <c>GrayFlags.Evaluation</c>, level Information.
/// </summary>
public enum EvaluationEvents
{
    /// <summary>None.</summary>
    None,

    /// <summary>A share of all, see <see cref="GrayFlagsOptions.EvaluationSampling"/>.</summary>
    Sampled,

    /// <summary>Every evaluation whose result for a user differs from the one before. The memory is bounded, so that a result may be logged again.</summary>
    Changes,
}
