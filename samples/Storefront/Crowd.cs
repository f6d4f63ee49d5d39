using System.Globalization;
using GrayFlags;

namespace Storefront;

/// <summary>A thousand made-up users in Guangdong, to see a percentage by.</summary>
internal static class Crowd
{
    private const int Size = 1_000;

    private static readonly GrayContext[] Users =
        [.. Enumerable.Range(1, Size).Select(number => new GrayContext(string.Create(CultureInfo.InvariantCulture, $"user-{number}")) { Region = "CN-GD" })];

    public static int Count(IGrayEvaluator flags, string flag) => Users.Count(user => flags.IsEnabled(flag, user));
}
