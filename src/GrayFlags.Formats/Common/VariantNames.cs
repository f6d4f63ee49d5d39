using GrayFlags.Documents;

namespace GrayFlags.Formats.Common;

/// <summary>The variants of a flag under names of another system, where case matters; here names ignore it.</summary>
internal sealed class VariantNames
{
    private readonly Dictionary<string, VariantDefinition> _variants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inAnyCase = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them; null when there are none.</summary>
    public IReadOnlyDictionary<string, VariantDefinition>? All => _variants.Count == 0 ? null : _variants;

    /// <summary>True for what is a word, and no variant's name, where a rule serves something or requires it of another flag.</summary>
    public static bool IsWord(string name) => name.ToUpperInvariant() is "TRUE" or "FALSE" or "SPLIT";

    public bool Contains(string name) => _variants.ContainsKey(name);

    public VariantDefinition? Find(string name) => _variants.GetValueOrDefault(name);

    /// <exception cref="NotExpressibleException">Another one has the name in another case.</exception>
    public void Add(string name, VariantDefinition variant)
    {
        if (!_inAnyCase.Add(name))
        {
            throw new NotExpressibleException($"it has two variants '{name}' that differ in case only, and names ignore case");
        }

        _variants.Add(name, variant);
    }
}
