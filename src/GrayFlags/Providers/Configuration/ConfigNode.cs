namespace GrayFlags.Providers.Configuration;

/// <summary>A piece of configuration, freed of where it came from: a text, a list, an object, or a null.</summary>
internal sealed class ConfigNode
{
    private ConfigNode(string? text, IReadOnlyList<ConfigNode>? entries, IReadOnlyDictionary<string, ConfigNode>? fields)
    {
        Text = text;
        Entries = entries;
        Fields = fields;
    }

    /// <summary>Written, but with nothing in it: JSON files bring both <c>null</c> and <c>{}</c> as this.</summary>
    public static ConfigNode Null { get; } = new(null, null, null);

    public static ConfigNode EmptyText { get; } = OfText("");

    /// <summary>The value of a scalar. An empty list is the empty text: configuration keeps no other trace of it.</summary>
    public string? Text { get; }

    /// <summary>The entries of a list.</summary>
    public IReadOnlyList<ConfigNode>? Entries { get; }

    /// <summary>The fields of an object, by names that ignore case and keep their earliest spelling.</summary>
    public IReadOnlyDictionary<string, ConfigNode>? Fields { get; }

    public bool IsNull => Text is null && Entries is null && Fields is null;

    public bool HasContent => Text is { Length: > 0 } || Entries is { Count: > 0 } || Fields is { Count: > 0 };

    public static ConfigNode OfText(string text) => new(text, null, null);

    public static ConfigNode OfList(IReadOnlyList<ConfigNode> entries) => new(null, entries, null);

    public static ConfigNode OfObject(IReadOnlyDictionary<string, ConfigNode> fields) => new(null, null, fields);
}
