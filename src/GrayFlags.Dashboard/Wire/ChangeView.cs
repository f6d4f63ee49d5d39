using System.Text.Json;
using GrayFlags.Changes;

namespace GrayFlags.Dashboard.Wire;

/// <summary>A flag or a segment that two documents write differently.</summary>
/// <param name="Kind">flag, segment or document.</param>
/// <param name="Name">Its name; empty for the document.</param>
/// <param name="What">added, removed or changed.</param>
/// <param name="Fields">The fields that differ.</param>
internal sealed record ChangeView(string Kind, string Name, string What, IReadOnlyList<ChangedField> Fields)
{
    public static ChangeView Of(EntryChange change) => new(
        change.Kind, change.Name, change.What, [.. change.Fields.Select(static field => new ChangedField(field.Path, Json(field.Before), Json(field.After)))]);

    private static JsonElement? Json(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
