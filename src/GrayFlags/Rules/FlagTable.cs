using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace GrayFlags.Rules;

/// <summary>The flags by name: ordinal first, ignoring case only on a miss.</summary>
internal sealed class FlagTable
{
    private readonly FrozenDictionary<string, Flag> _exact;
    private readonly Dictionary<string, Flag> _ignoringCase;

    public FlagTable(Dictionary<string, Flag> ignoringCase)
    {
        _ignoringCase = ignoringCase;
        _exact = ignoringCase.Values.ToFrozenDictionary(flag => flag.Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Flag> All => _ignoringCase.Values;

    public bool TryGet(string? name, [NotNullWhen(true)] out Flag? flag)
    {
        if (name is null)
        {
            flag = null;
            return false;
        }

        return _exact.TryGetValue(name, out flag) || _ignoringCase.TryGetValue(name, out flag);
    }
}
