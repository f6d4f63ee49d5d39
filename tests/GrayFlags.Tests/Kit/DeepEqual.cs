using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Kit;

/// <summary>Compares definitions by every public property, so that a new one cannot be forgotten by reader or writer.</summary>
internal static class DeepEqual
{
    /// <summary>The path of the first difference with both values; null when there is none.</summary>
    public static string? FirstDifference(object? expected, object? actual, string path = "")
    {
        if (expected is null || actual is null)
        {
            return expected is null && actual is null ? null : Describe(path, expected, actual);
        }

        return expected switch
        {
            // Texts may be escaped otherwise after a round trip; numbers keep their digits and objects their order.
            JsonElement element => Same(path, Text(element), actual is JsonElement other ? Text(other) : actual),
            DateTimeOffset instant => actual is DateTimeOffset other && instant.EqualsExact(other) ? null : Describe(path, expected, actual),
            Definition => Properties(expected, actual, path),
            string or ValueType => Same(path, expected, actual),
            IEnumerable<KeyValuePair<string, FlagDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, SegmentDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, RuleDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, VariantDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, ServeDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, CustomDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, AttributeDefinition>> map => Entries(map, actual, path),
            IEnumerable<KeyValuePair<string, GuardDefinition>> map => Entries(map, actual, path),
            IEnumerable<string> list => List(list, (IEnumerable)actual, path),
            IEnumerable<RampPointDefinition> list => Items(list, actual, path),
            IEnumerable<StageDefinition> list => Items(list, actual, path),
            IEnumerable<ConditionsDefinition> list => Items(list, actual, path),
            IEnumerable<DayOfWeek> list => Items(list, actual, path),
            IEnumerable<int> list => Items(list, actual, path),
            _ => throw new NotSupportedException($"{path} is a {expected.GetType()}, which this comparer does not know."),
        };
    }

    private static string? Properties(object expected, object actual, string path)
    {
        if (expected.GetType() != actual.GetType())
        {
            return Describe(path, expected.GetType(), actual.GetType());
        }

        return expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => FirstDifference(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null);
    }

    // The order of entries means nothing, their spelling does.
    private static string? Entries<T>(IEnumerable<KeyValuePair<string, T>> expected, object actual, string path)
    {
        var left = expected.ToDictionary(StringComparer.Ordinal);
        var right = ((IEnumerable<KeyValuePair<string, T>>)actual).ToDictionary(StringComparer.Ordinal);
        if (!left.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(right.Keys))
        {
            return Describe(path, string.Join('|', left.Keys), string.Join('|', right.Keys));
        }

        return left.Select(entry => FirstDifference(entry.Value, right[entry.Key], $"{path}[{entry.Key}]"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? List(IEnumerable<string> expected, IEnumerable actual, string path) =>
        expected.SequenceEqual(actual.Cast<string>(), StringComparer.Ordinal)
            ? null
            : Describe(path, string.Join('|', expected), string.Join('|', actual.Cast<string>()));

    private static string? Items<T>(IEnumerable<T> expected, object actual, string path)
    {
        List<T> left = [.. expected], right = [.. (IEnumerable<T>)actual];
        return left.Count != right.Count
            ? Describe(path, left.Count, right.Count)
            : left.Select((item, index) => FirstDifference(item, right[index], $"{path}[{index}]")).FirstOrDefault(difference => difference is not null);
    }

    private static string? Same(string path, object expected, object actual) => expected.Equals(actual) ? null : Describe(path, expected, actual);

    private static string Text(JsonElement element) => JsonSerializer.Serialize(element);

    private static string Describe(string path, object? expected, object? actual) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}: <{expected ?? "null"}> became <{actual ?? "null"}>");
}
