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

    /// <summary>In sequential order: the random share in percent of those whose rank is reached. Null: not given, which is 100.</summary>
    public decimal? Share { get; init; }

    /// <summary>Where the share counts; elsewhere that of the stage before goes on. Null: everywhere.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>
    /// The part of calls for which the upgraded one runs beside the original and is only compared: 0 to 1, with
    /// up to five decimals. Null: not given, which is 0.
    /// </summary>
    public decimal? Shadow { get; init; }

    /// <summary>How long the stage lasts at least, in whole seconds. Null: not given, which is no time.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>How long it may last before <see cref="RolloutDefinition.OnMaxHold"/> counts, in whole seconds. Null: as long as it takes.</summary>
    public TimeSpan? MaxHold { get; init; }

    /// <summary>
    /// How many canary units have to have a settled outcome before it ends, or comparisons of the shadow where nobody is admitted. Null, not given: none
    /// without guards that act, else as many as a canary in which nothing works would have breached with: the larger of 20 and 12/(1 - share), and of 40 and
    /// 25/(1 - share) once the attempt is older than an hour. 0 has to be written.
    /// </summary>
    public int? MinSamples { get; init; }

    /// <summary>What it waits for when its time is over. Null: not given, which is <see cref="StageAdvance.Auto"/>.</summary>
    public StageAdvance? Advance { get; init; }

    /// <summary>When it may be left. Null: at any time.</summary>
    public WindowDefinition? Window { get; init; }
}
