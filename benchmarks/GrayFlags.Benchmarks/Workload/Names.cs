namespace GrayFlags.Benchmarks.Workload;

/// <summary>Names of flags as people write them: words of several lengths, a number where there are many.</summary>
internal static class Names
{
    private static readonly string[] Areas = ["checkout", "cart", "search", "profile", "orders", "home", "admin", "shipping", "reviews", "login"];
    private static readonly string[] Things = ["one-page", "banner", "new-layout", "fast-path", "dark-mode", "v2", "hints", "retry", "big-images", "coupon"];

    public static string[] Of(int count) =>
        [.. Enumerable.Range(0, count).Select(index => $"{Areas[index % 10]}-{Things[index / 10 % 10]}{(index < 100 ? "" : $"-{index / 100}")}")];
}
