namespace GrayFlags.AspNetCore.Gates;

/// <summary>What the flags of one routing decision are. Each is asked once, or a condition of the app's own that changes its mind could open both halves of a route, or neither.</summary>
/// <param name="flags">The scope's own: what the endpoint asks later is answered by the same rules.</param>
internal sealed class FlagAnswers(IGrayEvaluatorSnapshot flags)
{
    private readonly Dictionary<string, bool> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first gate that is closed; null where all are open.</summary>
    public RequireGrayFlagAttribute? FirstClosed(IReadOnlyList<RequireGrayFlagAttribute> gates)
    {
        foreach (var gate in gates)
        {
            if (!_answers.TryGetValue(gate.Flag, out var isEnabled))
            {
                _answers[gate.Flag] = isEnabled = flags.IsEnabled(gate.Flag);
            }

            if (isEnabled != gate.Enabled)
            {
                return gate;
            }
        }

        return null;
    }
}
