namespace GrayFlags.Tests.Architecture.PublicApi.Sample;

public static class SampleExtensions
{
    public static SampleBase<TKey>? Find<TKey>(
        TKey key, TKey? other, int times = 3, DayOfWeek day = DayOfWeek.Friday, TimeSpan wait = default, string? hint = null)
        where TKey : unmanaged, Enum => null;

    public static T Same<T>(T value, T? fallback, Dictionary<string, T[]?> all) => value;

    public static T? Kept<T>(IEnumerable<T> values)
        where T : notnull, new() => default;

    public static string Shout(this string text, char mark = '!') => text + mark;
}
