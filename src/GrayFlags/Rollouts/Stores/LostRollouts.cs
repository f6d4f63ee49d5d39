namespace GrayFlags.Rollouts.Stores;

/// <summary>The records that can still be read after a loss, carried by the exception: a store that wraps another one passes them on unknowingly.</summary>
internal static class LostRollouts
{
    private const string Key = "GrayFlags.Rollouts";

    public static InvalidDataException Exception(string problem, IReadOnlyList<RolloutRecord> records)
    {
        var exception = new InvalidDataException(problem);
        exception.Data[Key] = records;
        return exception;
    }

    public static IReadOnlyList<RolloutRecord> Of(InvalidDataException exception) => exception.Data[Key] as IReadOnlyList<RolloutRecord> ?? [];
}
