namespace GrayFlags.Providers.Configuration;

/// <summary>Lays one layer over another: the upper one decides what a path is, objects merge by name, everything else is replaced whole.</summary>
/// <remarks>
/// This is what an <c>IConfiguration</c> itself cannot do: it blends lists position by position, and keeps a value beside the object that replaced it.
/// </remarks>
internal static class ConfigMerge
{
    public static ConfigNode Merge(ConfigNode lower, ConfigNode upper) => Merge(lower, upper, ConfigPlace.Document);

    private static ConfigNode Merge(ConfigNode lower, ConfigNode upper, ConfigPlace place)
    {
        if (upper.IsNull)
        {
            return lower;
        }

        if (place == ConfigPlace.Off)
        {
            return Union(lower, upper);
        }

        // Rules written as a list are a mistake that an override of one of them must not cover up.
        if (place == ConfigPlace.Rules && lower.Entries is not null)
        {
            return lower;
        }

        if (lower.Fields is not { } below || upper.Fields is not { } above)
        {
            return upper;
        }

        var merged = new Dictionary<string, ConfigNode>(below, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, field) in above)
        {
            // Assigning keeps the key that is there: the earliest spelling.
            merged[name] = merged.TryGetValue(name, out var known) ? Merge(known, field, place.Below(name)) : field;
        }

        return ConfigNode.OfObject(merged);
    }

    // To switch one more flag off by a variable must never turn on what a file had switched off.
    private static ConfigNode Union(ConfigNode lower, ConfigNode upper)
    {
        var entries = new List<ConfigNode>(lower.Entries ?? []);
        var names = new HashSet<string>(entries.Select(entry => entry.Text ?? ""), StringComparer.OrdinalIgnoreCase);
        foreach (var entry in upper.Entries ?? [])
        {
            if (entry.Text is not { } name || names.Add(name))
            {
                entries.Add(entry);
            }
        }

        return ConfigNode.OfList(entries);
    }
}
