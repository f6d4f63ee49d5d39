using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Users for a draft, where the app keeps no contexts: ids in a row, and the regions that rules name, all equally often, with one elsewhere.</summary>
/// <remarks>Without attributes: <c>grayflags diff</c> makes them up from what rules ask, and takes files of contexts.</remarks>
internal static class MadeUpUsers
{
    private const int Count = 10_000;
    private const string Elsewhere = "ZZ";

    public static IReadOnlyList<GrayContext> Of(params FlagDocument[] documents)
    {
        var regions = new SortedSet<string>(StringComparer.OrdinalIgnoreCase) { Elsewhere };
        foreach (var document in documents)
        {
            using var json = JsonDocument.Parse(document.ToJson(indented: false));
            Add(json.RootElement, regions);
        }

        string[] named = [.. regions];
        return [.. Enumerable.Range(0, Count).Select(number => new GrayContext(
            string.Create(CultureInfo.InvariantCulture, $"made-up-{number}")) { Region = named[number % named.Length] })];
    }

    private static void Add(JsonElement json, SortedSet<string> regions)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                Add(item, regions);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                if (property is { Name: "regions", Value.ValueKind: JsonValueKind.Array })
                {
                    regions.UnionWith(property.Value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String)
                        .Select(static item => item.GetString()!));
                }
                else
                {
                    Add(property.Value, regions);
                }
            }
        }
    }
}
