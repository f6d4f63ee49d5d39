using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace GrayFlags.Rules;

/// <summary>The flags by name: ordinal first, ignoring case only on a miss.</summary>
internal sealed class FlagTable
{
    // Indices and not flags: code for a value type is compiled for it alone, code for references is shared and slower.
    private readonly FrozenDictionary<string, int> _exact;
    private readonly Flag[] _flags;
    private readonly Dictionary<string, Flag> _ignoringCase;

    public FlagTable(Dictionary<string, Flag> ignoringCase)
    {
        _ignoringCase = ignoringCase;
        _flags = [.. ignoringCase.Values];
        _exact = Enumerable.Range(0, _flags.Length).ToFrozenDictionary(index => _flags[index].Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Flag> All => _flags;

    public bool TryGet(string? name, [NotNullWhen(true)] out Flag? flag)
    {
        if (name is null)
        {
            flag = null;
            return false;
        }

        if (_exact.TryGetValue(name, out var index))
        {
            flag = _flags[index];
            return true;
        }

        return _ignoringCase.TryGetValue(name, out flag);
    }
}
