using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Tool.Rules;

/// <summary>Finds the conditions of the app's own, whose code the command does not have.</summary>
internal static class OwnConditions
{
    /// <summary>The conditions of the app's own that documents name, each with all its parameters.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> In(params IReadOnlyList<FlagDocument> documents)
    {
        var found = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var place in documents.SelectMany(ConditionPlace.In))
        {
            foreach (var (name, definition) in (place.Conditions as ConditionsDefinition)?.Custom ?? new Dictionary<string, CustomDefinition>())
            {
                var names = found.TryGetValue(name, out var known) ? known : found[name] = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                if (definition.Parameters is { ValueKind: JsonValueKind.Object } given)
                {
                    names.UnionWith(given.EnumerateObject().Select(static parameter => parameter.Name).Where(static parameter => parameter.Length > 0));
                }
            }
        }

        return found;
    }
}
