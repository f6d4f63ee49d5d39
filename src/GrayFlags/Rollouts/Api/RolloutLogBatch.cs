namespace GrayFlags;

/// <summary>Outcomes that one instance appends to the log of a fleet at once.</summary>
/// <param name="Member">The number of the process, from <see cref="IRolloutLog.TakeNumberAsync"/>.</param>
/// <param name="Sequence">The number of the batch in its process, from 1; rises.</param>
/// <param name="Payload">The outcomes, in a format of the library's own; to be stored unchanged.</param>
public sealed record RolloutLogBatch(long Member, long Sequence, ReadOnlyMemory<byte> Payload);
