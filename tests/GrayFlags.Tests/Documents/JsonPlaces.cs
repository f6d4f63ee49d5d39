using System.Text.Json.Nodes;

namespace GrayFlags.Tests.Documents;

/// <summary>All places in a JSON text, so that a test can change each of them in turn.</summary>
internal static class JsonPlaces
{
    /// <summary>The paths of all fields of all objects.</summary>
    public static IEnumerable<string> Fields(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(field => new[] { PathOf(map, field.Key) }.Concat(field.Value is null ? [] : Fields(field.Value))),
        JsonArray list => list.Where(entry => entry is not null).SelectMany(entry => Fields(entry!)),
        _ => [],
    };

    /// <summary>The paths of all entries of all lists.</summary>
    public static IEnumerable<string> Entries(JsonNode node) => node switch
    {
        JsonObject map => map.Where(field => field.Value is not null).SelectMany(field => Entries(field.Value!)),
        JsonArray list => list.Where(entry => entry is not null).SelectMany(entry => new[] { entry!.GetPath() }.Concat(Entries(entry))),
        _ => [],
    };

    public static string Without(string json, string place)
    {
        var root = JsonNode.Parse(json)!;
        var (map, name) = Find(root, place);
        map.Remove(name);
        return root.ToJsonString();
    }

    public static string WithNull(string json, string place)
    {
        var root = JsonNode.Parse(json)!;
        var (map, name) = Find(root, place);
        map[name] = null;
        return root.ToJsonString();
    }

    public static string WithNullEntry(string json, string place)
    {
        var root = JsonNode.Parse(json)!;
        var entry = Descendants(root).First(node => node.GetPath() == place);
        ((JsonArray)entry.Parent!)[entry.GetElementIndex()] = null;
        return root.ToJsonString();
    }

    private static (JsonObject Map, string Name) Find(JsonNode root, string place) =>
        Descendants(root)
            .Prepend(root)
            .OfType<JsonObject>()
            .SelectMany(map => map.Select(field => (map, field.Key)))
            .First(field => PathOf(field.map, field.Key) == place);

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch { JsonObject map => map.Select(field => field.Value), JsonArray list => list, _ => [] };
        return children.Where(child => child is not null).SelectMany(child => Descendants(child!).Prepend(child!));
    }

    private static string PathOf(JsonObject map, string name) => $"{map.GetPath()}.{name}";
}
