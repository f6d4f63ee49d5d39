namespace GrayFlags.Benchmarks.Workload;

/// <summary>1,024 users with ids of 16 characters, so that no branch predictor learns them by heart.</summary>
internal static class Users
{
    public const int Count = 1_024;

    private const int Seed = 20_261_121;

    private static readonly string[] Countries =
    [
        .. Enumerable.Range(0, 40).Select(index => $"{(char)('A' + (index % 26))}{(char)('A' + (index * 7 % 26))}"),
    ];

    public static string[] Ids { get; } = CreateIds(Count, Seed);

    /// <summary>The half of the countries that segments and rules list.</summary>
    public static IReadOnlyList<string> ListedCountries { get; } = [.. Countries.Where((_, index) => index % 2 == 0)];

    /// <summary>1,000 users, half of them among those who ask.</summary>
    public static IReadOnlyList<string> Listed { get; } = [.. Ids.Where((_, index) => index % 2 == 0).Take(500), .. CreateIds(500, Seed + 1)];

    /// <summary>Contexts whose ids were never hashed.</summary>
    public static void FillFresh(GrayContext[] contexts)
    {
        for (var index = 0; index < contexts.Length; index++)
        {
            contexts[index] = Fresh(index);
        }
    }

    public static GrayContext[] Contexts()
    {
        var contexts = new GrayContext[Count];
        FillFresh(contexts);
        return contexts;
    }

    public static string[] CreateIds(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => $"{random.NextInt64():x16}")];
    }

    // Every third user is told apart further down, as in CN-GD.
    private static GrayContext Fresh(int index)
    {
        var country = Countries[index * 31 % Countries.Length];
        return new GrayContext(Ids[index]) { Region = Regions[index] ??= index % 3 == 0 ? country + "-XX" : country };
    }

    private static readonly string?[] Regions = new string?[Count];
}
