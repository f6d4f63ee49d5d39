namespace GrayFlags.Documents;

/// <summary>The limits of a document; exceeding one is a problem that names it.</summary>
public sealed record DocumentLimits
{
    /// <summary>The longest name of a flag, segment, rule or variant, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The most stages of one rollout.</summary>
    public const int MaxStages = 50;

    /// <summary>The most guards of one rollout: each of them has a part of its risk.</summary>
    public const int MaxGuards = 20;

    /// <summary>The deepest nesting of the objects of <c>any</c>, <c>all</c> and <c>not</c>.</summary>
    public const int MaxNesting = 8;

    /// <summary>The limits used where none are given.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>The size of the text in bytes. Default: 8 MiB.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The depth to which objects and lists may be nested. Default: 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The number of flags. Default: 10,000.</summary>
    public int MaxFlags { get; init; } = 10_000;

    /// <summary>The number of segments. Default: 10,000.</summary>
    public int MaxSegments { get; init; } = 10_000;

    /// <summary>The number of entries in one list, for example of users. Default: 100,000.</summary>
    public int MaxListEntries { get; init; } = 100_000;

    /// <summary>The length of one text in characters. Default: 65,536.</summary>
    public int MaxTextLength { get; init; } = 64 * 1024;

    /// <summary>The number of different patterns of <c>matches</c>. Default: 100.</summary>
    public int MaxPatterns { get; init; } = 100;

    /// <summary>The length of one pattern in characters. Default: 512.</summary>
    public int MaxPatternLength { get; init; } = 512;

    /// <summary>
    /// The size of one pattern: its characters and classes, each as often as the counts around it say, so
    /// <c>(ab{3}){2}</c> has 8. It bounds the automaton that the pattern becomes. Default: 1,000.
    /// </summary>
    public int MaxPatternSize { get; init; } = 1_000;

    /// <summary>The size of all different patterns together. Default: 20,000.</summary>
    public int MaxPatternsSize { get; init; } = 20_000;

    /// <summary>
    /// The length in characters up to which a text of a context is matched with a pattern, or searched for what
    /// it <c>contains</c>; a longer one does not match. Default: 4,096.
    /// </summary>
    public int MaxMatchedLength { get; init; } = 4 * 1024;

    /// <summary>
    /// The work of one answer of a flag at the worst, in steps of some 20 nanoseconds: all its rules and conditions, each
    /// segment and required flag as often as it may be asked, each text that is sought and each pattern. Default: 250,000.
    /// </summary>
    /// <remarks>
    /// A condition has 1 to 16 steps, however long its list of users, regions or values; a text under
    /// <c>startsWith</c> or <c>endsWith</c> 1, one under <c>contains</c> some 200, a pattern some 2,000.
    /// </remarks>
    public int MaxEvaluationCost { get; init; } = 250_000;
}
