namespace GrayFlags.Documents;

/// <summary>One stage of a rollout. Its name and its percentage have to be given.</summary>
public sealed class StageDefinition : Definition
{
    /// <summary>The stage's name, unique in its rollout ignoring case.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The share that is admitted in percent, 0 to 100, with up to three decimals; it never falls from stage to
    /// stage. In sequential order: how far down the ranks.
    /// </summary>
    public decimal? Percentage { get; init; }

    /// <summary>In sequential order: the random share in percent of those whose rank is reached. Null: the default, 100.</summary>
    public decimal? Share { get; init; }

    /// <summary>The regions to which the share applies; elsewhere the previous stage's share stays in force. Null: everywhere.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>
    /// The part of calls for which the upgraded one runs beside the original and is only compared: 0 to 1, with
    /// up to five decimals. Null: the default, 0.
    /// </summary>
    public decimal? Shadow { get; init; }

    /// <summary>The minimum duration of the stage, in whole seconds. Null: the default, no time.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>The maximum duration, in whole seconds, after which <see cref="RolloutDefinition.OnMaxHold"/> applies. Null: unlimited.</summary>
    public TimeSpan? MaxHold { get; init; }

    /// <summary>
    /// The number of canary units that need a settled outcome before it ends, or of shadow comparisons if nobody is admitted. Null, not given: none
    /// without guards that act, else as many as a canary in which nothing works would have breached with: the larger of 20 and 12/(1 - share), and of 40 and
    /// 25/(1 - share) once the attempt is older than an hour. 0 has to be written.
    /// </summary>
    public int? MinSamples { get; init; }

    /// <summary>The condition for advancing once the stage's time is over. Null: the default, <see cref="StageAdvance.Auto"/>.</summary>
    public StageAdvance? Advance { get; init; }

    /// <summary>The window in which the stage may end. Null: at any time.</summary>
    public WindowDefinition? Window { get; init; }
}
