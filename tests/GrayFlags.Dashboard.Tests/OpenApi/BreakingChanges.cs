using System.Text.Json;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>Finds what callers of an earlier document cannot do any more: what is gone, what is another type, and what is asked for in addition.</summary>
internal static class BreakingChanges
{
    public static IReadOnlyList<string> Between(string before, string after)
    {
        var changes = new List<string>();
        Compare(JsonDocument.Parse(before).RootElement, JsonDocument.Parse(after).RootElement, "", changes);
        return changes;
    }

    private static void Compare(JsonElement before, JsonElement after, string place, List<string> changes)
    {
        if (before.ValueKind != after.ValueKind)
        {
            changes.Add($"{place} is another thing");
        }
        else if (before.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in before.EnumerateObject())
            {
                var at = $"{place}/{property.Name}";
                if (property.Name is "description" or "summary" or "servers" or "info")
                {
                    continue;
                }

                if (after.TryGetProperty(property.Name, out var now))
                {
                    Compare(property.Value, now, at, changes);
                }
                else if (property.Name != "required" || IsOfResponse(place))
                {
                    changes.Add($"{at} is gone");
                }
            }

            if (!IsOfResponse(place) && !before.TryGetProperty("required", out _) && after.TryGetProperty("required", out var asked))
            {
                changes.Add($"{place}/required asks for {asked}");
            }
        }
        else if (before.ValueKind == JsonValueKind.Array)
        {
            CompareLists(before, after, place, changes);
        }
        else if (before.ToString() != after.ToString())
        {
            changes.Add($"{place} was {before} and is {after}");
        }
    }

    private static void CompareLists(JsonElement before, JsonElement after, string place, List<string> changes)
    {
        var (had, has) = (Items(before), Items(after));

        // Of an answer a field may become certain, and of a request one may become optional; the other way round breaks somebody.
        var isRequest = place.Contains("/requestBody/", StringComparison.Ordinal);
        var lost = place.EndsWith("/required", StringComparison.Ordinal) && isRequest ? has.Except(had) : had.Except(has);
        changes.AddRange(lost.Select(item => $"{place}: {item}"));
    }

    // Schemas stand for themselves; those of requests ask for their fields where they are used.
    private static bool IsOfResponse(string place) => place.StartsWith("/components/schemas/", StringComparison.Ordinal);

    private static string[] Items(JsonElement list) => [.. list.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.Object
        ? item.TryGetProperty("name", out var name) ? $"{name} in {item.GetProperty("in")}" : item.GetRawText()
        : item.ToString())];
}
