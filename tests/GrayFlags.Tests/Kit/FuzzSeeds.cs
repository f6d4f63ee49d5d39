using System.Globalization;

namespace GrayFlags.Tests.Kit;

/// <summary>
/// The seeds of random tests: the same in each run, so that one that passes goes on passing; with <c>GRAYFLAGS_FUZZ=20</c> in the environment twenty new ones
/// besides. A seed is part of its test's name, by which a failure is found again.
/// </summary>
internal static class FuzzSeeds
{
    /// <summary>The category of the tests that ask for seeds.</summary>
    public const string Category = "Fuzz";

    public static IEnumerable<int> Of(params int[] always)
    {
        var more =
            int.TryParse(Environment.GetEnvironmentVariable("GRAYFLAGS_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        return [.. always, .. Enumerable.Range(0, more).Select(_ => Random.Shared.Next())];
    }
}
