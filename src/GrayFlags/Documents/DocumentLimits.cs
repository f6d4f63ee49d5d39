namespace GrayFlags.Documents;

/// <summary>What a document may at most hold; more is a problem that names the limit.</summary>
public sealed record DocumentLimits
{
    /// <summary>The longest name of a flag, segment, rule or variant, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The most stages of one rollout.</summary>
    public const int MaxStages = 50;

    /// <summary>The most guards of one rollout: each of them has a part of its risk.</summary>
    public const int MaxGuards = 20;

    /// <summary>The limits used where none are given.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>The size of the text in bytes. Default: 8 MiB.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How deep objects and lists may be nested. Default: 32.</summary>
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

    /// <summary>The length in characters up to which a text of a context is matched with a pattern; a longer one does not match. Default: 4,096.</summary>
    public int MaxMatchedLength { get; init; } = 4 * 1024;
}
