namespace GrayFlags;

/// <summary>
/// The rest of a store of which some records cannot be read. Carried by the <see cref="InvalidDataException"/> of
/// <see cref="IRolloutStore.ReadAsync"/> and <see cref="IRolloutStore.WriteAsync"/>, so that a store that wraps another one passes it on unknowingly.
/// </summary>
/// <param name="Records">The records that can be read.</param>
/// <param name="Damaged">
/// The records that cannot, where the store knows which ones they are: every other rollout is then as its record, or the lack of one, says. Empty where any
/// rollout may have been lost.
/// </param>
public sealed record DamagedRollouts(IReadOnlyList<RolloutRecord> Records, IReadOnlyList<DamagedRollout> Damaged)
{
    private const string Key = "GrayFlags.Rollouts";

    /// <summary>The exception for a store to throw.</summary>
    /// <param name="message">The damage, with the names of what is damaged and nothing of its content: it is logged.</param>
    /// <returns>An exception that carries this.</returns>
    public InvalidDataException ToException(string message)
    {
        var exception = new InvalidDataException(message);
        exception.Data[Key] = this;
        return exception;
    }

    /// <summary>Reads the records that an exception of a store carries.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>What it carries; null when it is of another kind.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static DamagedRollouts? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);

        return (exception as InvalidDataException)?.Data[Key] as DamagedRollouts;
    }
}
