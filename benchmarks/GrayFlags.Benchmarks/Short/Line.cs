namespace GrayFlags.Benchmarks.Short;

/// <summary>A row of the short run.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Limit">How many times the floor it may cost; null where DESIGN.md draws no line.</param>
/// <param name="Duel">The floor against the subject.</param>
internal sealed record Line(string Work, double? Limit, Duel Duel)
{
    /// <summary>Whether the line also asks that nothing is allocated.</summary>
    public bool AllocatesNothing { get; init; } = true;
}
