namespace GrayFlags.Compilation.Patterns;

/// <summary>A piece of a pattern: a character or class, or a sequence or choice of pieces, as often as it says.</summary>
/// <param name="Samples">Characters that a character or class stands for, as far as they are easily told; empty for the others.</param>
/// <param name="Parts">The pieces of a sequence or choice.</param>
/// <param name="IsChoice">Whether one of the pieces stands here, and not all of them.</param>
/// <param name="Min">How often it stands here at least.</param>
/// <param name="Max">How often at the most; where there is no end, once more than at least.</param>
internal sealed record PatternNode(string Samples, IReadOnlyList<PatternNode> Parts, bool IsChoice, int Min = 1, int Max = 1)
{
    private const long Beyond = int.MaxValue;

    /// <summary>The number of characters and classes, each as often as the counts around it say.</summary>
    public long Size => Math.Min(Beyond, Math.Max(1, Max) * (Samples.Length > 0 ? 1 : Parts.Sum(part => part.Size)));

    /// <summary>True when the engine has to keep several ways open here.</summary>
    public bool IsOpen => Max != 1 || Min != 1 || IsChoice;
}
