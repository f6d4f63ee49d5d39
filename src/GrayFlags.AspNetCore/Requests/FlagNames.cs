namespace GrayFlags.AspNetCore.Requests;

/// <summary>Names of flags. Nearly always there is one, or none: only a second one needs a set. Whoever adds takes a lock.</summary>
internal struct FlagNames
{
    private object? _names;

    public readonly IReadOnlyCollection<string> All => _names switch
    {
        null => [],
        string one => [one],
        var several => [.. (HashSet<string>)several],
    };

    /// <summary>True when this was the only one so far, which needs no lock.</summary>
    public bool IsKnown(string name) => ReferenceEquals(Volatile.Read(ref _names), name);

    public void Add(string name)
    {
        if (_names is string one && !string.Equals(one, name, StringComparison.OrdinalIgnoreCase))
        {
            _names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { one, name };
        }
        else
        {
            (_names as HashSet<string>)?.Add(name);
            _names ??= name;
        }
    }
}
