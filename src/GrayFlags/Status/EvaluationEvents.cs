namespace GrayFlags;

/// <summary>Which answers are written to the log as events <c>feature_flag.evaluation</c>, in the category <c>GrayFlags.Evaluation</c>, level Information.</summary>
public enum EvaluationEvents
{
    /// <summary>None.</summary>
    None,

    /// <summary>A share of all, see <see cref="GrayFlagsOptions.EvaluationSampling"/>.</summary>
    Sampled,

    /// <summary>Each time that a flag answers a user otherwise than before. What is remembered is bounded, so that an answer may be written again.</summary>
    Changes,
}
