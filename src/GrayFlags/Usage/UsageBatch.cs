namespace GrayFlags.Usage;

/// <summary>The answers that a process has counted since its last batch. Immutable, so that a second try sends the same.</summary>
/// <param name="Writer">The process.</param>
/// <param name="Sequence">The batch's number among those of the process, from 1.</param>
/// <param name="Days">The days on which the process was measuring.</param>
/// <param name="Flags">The flags of its rules, with the answers of the batch.</param>
internal sealed record UsageBatch(string Writer, long Sequence, IReadOnlyList<DateOnly> Days, IReadOnlyDictionary<string, UsageState.FlagState> Flags);
