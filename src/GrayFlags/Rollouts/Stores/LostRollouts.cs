namespace GrayFlags.Rollouts.Stores;

/// <summary>What can still be read where something may be lost, in the exception that says so: a store that wraps another one passes both on without knowing of it.</summary>
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
