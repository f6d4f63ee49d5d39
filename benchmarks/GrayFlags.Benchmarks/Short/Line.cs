namespace GrayFlags.Benchmarks.Short;

/// <summary>A row of the table of the short run.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Limit">How many times the floor it may cost; null where no line is drawn.</param>
/// <param name="Duel">The floor against us.</param>
internal sealed record Line(string Work, double? Limit, Duel Duel);
