namespace GrayFlags.Providers.Configuration;

/// <summary>One layer of configuration, as far as a document needs it.</summary>
internal interface IConfigLayer
{
    /// <summary>What tells the layer from the others at the next load.</summary>
    object Identity { get; }

    /// <summary>Whether the layer has no key at all, of the document or of anything else.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether an empty list of a JSON file arrives here as a null.</summary>
    bool ReadsEmptyListAsNull { get; }

    /// <summary>The keys directly below a path (the empty path: the top), sorted; a key may come more than once.</summary>
    IEnumerable<string> Keys(string path);

    /// <summary>The value at a path itself; null when there is none, or when it is null.</summary>
    string? Value(string path);
}
