namespace GrayFlags.AspNetCore.Gates;

/// <summary>What the flags of one routing decision are. Each is asked once, or a condition of the app's own that changes its mind could open both halves of a route, or neither.</summary>
/// <param name="flags">The request's own: what the endpoint asks later is answered by the same rules.</param>
internal struct FlagAnswers(IGrayEvaluatorSnapshot flags)
{
    // Nearly always there is one flag: only a second one needs a place to be kept.
    private string? _flag;
    private bool _isEnabled;
    private Dictionary<string, bool>? _others;

    /// <summary>The first gate that is closed; null where all are open.</summary>
    public RequireGrayFlagAttribute? FirstClosed(IReadOnlyList<RequireGrayFlagAttribute> gates)
    {
        foreach (var gate in gates)
        {
            if (IsEnabled(gate.Flag) != gate.Enabled)
            {
                return gate;
            }
        }

        return null;
    }

    private bool IsEnabled(string flag)
    {
        if (_flag is null)
        {
            (_flag, _isEnabled) = (flag, flags.IsEnabled(flag));
        }

        if (string.Equals(_flag, flag, StringComparison.OrdinalIgnoreCase))
        {
            return _isEnabled;
        }

        _others ??= new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        if (!_others.TryGetValue(flag, out var isEnabled))
        {
            _others[flag] = isEnabled = flags.IsEnabled(flag);
        }

        return isEnabled;
    }
}
