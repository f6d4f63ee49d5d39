using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Providers.Configuration;

/// <summary>Reads one layer into a tree.</summary>
internal sealed class ConfigReader(IConfigLayer layer, string source, int maxDepth, List<DocumentProblem> problems)
{
    private readonly List<string> _path = [];
    private bool _isShared;

    /// <summary>True if a list was met, which a configuration without visible layers may have merged by index.</summary>
    public bool SawList { get; private set; }

    /// <summary>True when something is there that cannot be read.</summary>
    public bool FoundProblem { get; private set; }

    /// <summary>Reads the document at a path.</summary>
    /// <param name="path">Where it stands; the empty path is the top of the layer.</param>
    /// <param name="isShared">Whether other things than the document stand there, too, such as all variables of the environment.</param>
    public ConfigNode ReadDocument(string path, bool isShared)
    {
        _isShared = isShared;
        return Read(path, ConfigPlace.Document);
    }

    private ConfigNode Read(string path, ConfigPlace place)
    {
        var isTold = layer.TryGet(path, out var value);
        if (place == ConfigPlace.Off)
        {
            return ReadOff(path, value, isTold);
        }

        // A value hides what is below it in the same layer: setting one key at run time (which a root does in every layer) then has an effect.
        if (!string.IsNullOrEmpty(value))
        {
            return ConfigNode.OfText(value);
        }

        // One level more than is allowed, for the reader to object to. A key of a thousand colons never gets further.
        if (_path.Count > maxDepth)
        {
            return ConfigNode.OfObject(new Dictionary<string, ConfigNode>());
        }

        var keys = layer.Keys(path).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count == 0)
        {
            return value is null ? Nothing(place, isTold) : IsNull(place) ? ConfigNode.Null : ConfigNode.EmptyText;
        }

        return Positions(keys, place) is { } positions ? ReadList(path, place, positions) : ReadObject(path, place, keys);
    }

    // The reader that brings [] as null brings null as an empty text. Nobody writes one here; elsewhere it may be meant, as in "ne": "".
    private bool IsNull(ConfigPlace place) => !layer.IsMerged && layer.NullMeaning == NullMeaning.EmptyList && place.IsNeverText();

    // The key is there, so something was written. What it was must be certain: as an absent condition it would let everyone in.
    private ConfigNode Nothing(ConfigPlace place, bool isTold)
    {
        if (place is ConfigPlace.Document or ConfigPlace.Note || (isTold && !place.IsList()))
        {
            return ConfigNode.Null;
        }

        if (place.IsList() && (isTold || layer.IsMerged) && layer.NullMeaning == NullMeaning.EmptyList)
        {
            return ConfigNode.EmptyText;
        }

        if (isTold
            ? layer.NullMeaning == NullMeaning.Null
            : layer.IsMerged && !place.IsList() && (place is ConfigPlace.Rule or ConfigPlace.Value || place.IsObject()))
        {
            return ConfigNode.Null;
        }

        var provider = layer.Identity.GetType();
        Report(isTold ? ConfigText.NullOrEmptyList(provider) : ConfigText.UnreadableKey(provider));
        return ConfigNode.Null;
    }

    private ConfigNode ReadList(string path, ConfigPlace place, IEnumerable<string> positions)
    {
        SawList = true;
        var entries = new List<ConfigNode>();
        foreach (var position in positions)
        {
            _path.Add(DocumentPath.Index(entries.Count));
            entries.Add(Read(ConfigurationLayers.Join(path, position), place.Entry()));
            _path.RemoveAt(_path.Count - 1);
        }

        return ConfigNode.OfList(entries);
    }

    private ConfigNode ReadObject(string path, ConfigPlace place, List<string> keys)
    {
        var fields = new Dictionary<string, ConfigNode>(keys.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            _path.Add(place.Step(key));
            if (fields.ContainsKey(key))
            {
                // Only for names: FLAGS beside Flags, in a shell's variables, holds no contradiction.
                if (place.IsKeyedByName())
                {
                    Report(ProblemText.GivenTwice(LogSafeText.Escape(key)));
                }
            }
            else if (place != ConfigPlace.Document || !_isShared || place.Below(key) is not (ConfigPlace.Any or ConfigPlace.Note))
            {
                fields.Add(key, Read(ConfigurationLayers.Join(path, key), place.Below(key)));
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return ConfigNode.OfObject(fields);
    }

    // The kill switch is collected, not overridden: a value and a list in one layer both count.
    private ConfigNode ReadOff(string path, string? value, bool isTold)
    {
        var entries = new List<ConfigNode>();
        foreach (var name in ListText.Split(value ?? ""))
        {
            entries.Add(ConfigNode.OfText(name));
        }

        var keys = layer.Keys(path).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count > 0 && Positions(keys, ConfigPlace.Off) is { } positions)
        {
            // No name has white space around it, and a switch must not fail for it.
            entries.AddRange(
                ReadList(path, ConfigPlace.Off, positions).Entries!.Select(entry => entry.Text is { } name ? ConfigNode.OfText(name.Trim()) : entry));
        }
        else if (keys.Count > 0)
        {
            // No list of names: the reader says so, and still obeys the others.
            entries.Add(ReadObject(path, ConfigPlace.Any, keys));
        }
        else if (value is null && !isTold)
        {
            Report(ConfigText.UnreadableKey(layer.Identity.GetType()));
        }

        return entries.Count > 0 ? ConfigNode.OfList(entries) : ConfigNode.Null;
    }

    private void Report(string message)
    {
        FoundProblem = true;
        problems.Add(new DocumentProblem { Source = source, Path = DocumentPath.Join(_path), Message = message });
    }

    private static List<string>? Positions(List<string> keys, ConfigPlace place)
    {
        if (place.IsKeyedByName() && place != ConfigPlace.Rules)
        {
            return null;
        }

        var numbered = new List<(long Position, string Key)>(keys.Count);
        foreach (var key in keys)
        {
            // In a value 007 is a name.
            if (!long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                || (place == ConfigPlace.Value && key.Length > 1 && key[0] == '0'))
            {
                return null;
            }

            numbered.Add((position, key));
        }

        numbered.Sort((left, right) => left.Position.CompareTo(right.Position));

        // A rule may be named 7, but rules 0, 1, 2 are a list, and the reader has a message for it. In a value, too, 7 may be a name.
        if (place is ConfigPlace.Rules or ConfigPlace.Value && numbered.Where((entry, index) => entry.Position != index).Any())
        {
            return null;
        }

        return numbered.ConvertAll(entry => entry.Key);
    }
}
