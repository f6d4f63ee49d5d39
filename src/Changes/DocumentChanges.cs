using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Changes;

/// <summary>Compares what two documents write, field by field. Names ignore case, and the order of fields means nothing.</summary>
internal static class DocumentChanges
{
    private static readonly HashSet<string> Sets = new(["users", "regions", "segments", "tags", "off", "in", "notIn"], StringComparer.Ordinal);
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<EntryChange> Between(FlagDocument before, FlagDocument after, CancellationToken cancellationToken = default)
    {
        using var old = JsonDocument.Parse(before.ToJson(indented: false));
        using var now = JsonDocument.Parse(after.ToJson(indented: false));
        var changes = new List<EntryChange>();
        var fields = new List<FieldChange>();
        foreach (var (name, one, other) in Pairs(old.RootElement, now.RootElement).Where(static pair => pair.Name is not ("flags" or "segments" or "$schema")))
        {
            Compare(name, one, other, fields);
        }

        if (fields.Count > 0)
        {
            changes.Add(new("document", "", "changed", fields));
        }

        Entries("segment", Find(old.RootElement, "segments"), Find(now.RootElement, "segments"), changes, cancellationToken);
        Entries("flag", Find(old.RootElement, "flags"), Find(now.RootElement, "flags"), changes, cancellationToken);
        return changes;
    }

    private static void Entries(string kind, JsonElement? before, JsonElement? after, List<EntryChange> changes, CancellationToken cancellationToken)
    {
        foreach (var (name, old, now) in Pairs(before, after))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fields = new List<FieldChange>();
            if (old is null || now is null)
            {
                changes.Add(new(kind, name, old is null ? "added" : "removed", [new("", Text(old), Text(now))]));
                continue;
            }

            Compare("", old, now, fields);
            if (fields.Count > 0)
            {
                changes.Add(new(kind, name, "changed", fields));
            }
        }
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<FieldChange> changes)
    {
        if (before is { ValueKind: JsonValueKind.Object } old && after is { ValueKind: JsonValueKind.Object } now && !IsFree(path))
        {
            foreach (var (name, one, other) in Pairs(old, now))
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", one, other, changes);
            }
        }
        else if (!IsSame(path, before, after))
        {
            changes.Add(new(path, Text(before), Text(after)));
        }
    }

    // Whose JSON is the app's own is shown as a whole.
    private static bool IsFree(string path) =>
        path is "metadata" || path.EndsWith(".metadata", StringComparison.Ordinal) || path.EndsWith(".value", StringComparison.Ordinal);

    private static bool IsSame(string path, JsonElement? before, JsonElement? after)
    {
        if (before is not { } old || after is not { } now)
        {
            return before is null && after is null;
        }

        return old.ValueKind == JsonValueKind.Array && now.ValueKind == JsonValueKind.Array && Sets.Contains(path[(path.LastIndexOf('.') + 1)..])
            ? old.EnumerateArray().Select(static each => each.GetRawText()).ToHashSet().SetEquals(now.EnumerateArray().Select(static each => each.GetRawText()))
            : old.GetRawText() == now.GetRawText();
    }

    private static string? Text(JsonElement? json)
    {
        if (json is not { } given)
        {
            return null;
        }

        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            given.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    // The fields of both in the order in which they come, the first of each name. In time that is linear: some documents have ten thousand flags.
    private static List<(string Name, JsonElement? Before, JsonElement? After)> Pairs(JsonElement? before, JsonElement? after)
    {
        var (old, now) = (Fields(before), Fields(after));
        List<(string Name, JsonElement? Before, JsonElement? After)> pairs = [];
        foreach (var field in old)
        {
            pairs.Add((field.Key, field.Value, now.TryGetValue(field.Key, out var other) ? other : null));
        }

        pairs.AddRange(now.Where(field => !old.ContainsKey(field.Key)).Select(static field => (field.Key, (JsonElement?)null, (JsonElement?)field.Value)));
        return pairs;
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement? json)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        if (json is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var field in given.EnumerateObject())
            {
                fields.TryAdd(field.Name, field.Value);
            }
        }

        return fields;
    }

    private static JsonElement? Find(JsonElement? json, string name)
    {
        if (json is not { ValueKind: JsonValueKind.Object } given)
        {
            return null;
        }

        foreach (var field in given.EnumerateObject())
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }
}
