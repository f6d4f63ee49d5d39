namespace GrayFlags.Providers.Configuration;

/// <summary>One layer of configuration, as far as a document needs it.</summary>
internal interface IConfigLayer
{
    /// <summary>The identity that distinguishes the layer from the others at the next load.</summary>
    object Identity { get; }

    /// <summary>True if the layer has no key at all, neither of the document nor of anything else.</summary>
    bool IsEmpty { get; }

    /// <summary>
    /// True when several layers may have been merged into this one, which then tells <c>null</c>, <c>{}</c>, <c>[]</c> and empty texts no longer apart.
    /// </summary>
    bool IsMerged { get; }

    /// <summary>True when keys and values are of one moment, however long the reading takes.</summary>
    bool IsOfOneMoment { get; }

    /// <summary>The meaning of a null where a list may be.</summary>
    NullMeaning NullMeaning { get; }

    /// <summary>The keys directly below a path (the empty path: the top), sorted; a key may come more than once.</summary>
    IEnumerable<string> Keys(string path);

    /// <summary>Reads the value at a path itself. False when the layer gives none there, not even a null.</summary>
    bool TryGet(string path, out string? value);
}
