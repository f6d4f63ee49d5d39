namespace GrayFlags.AspNetCore.Requests;

/// <summary>What one scope has chosen between original and upgraded services: all services of a flag agree, also where the user becomes known between two of them.</summary>
internal sealed class ServiceChoices(IGrayEvaluatorSnapshot flags)
{
    private readonly Dictionary<string, bool> _chosen = new(StringComparer.OrdinalIgnoreCase);

    public bool IsUpgraded(string flag)
    {
        lock (_chosen)
        {
            if (!_chosen.TryGetValue(flag, out var isUpgraded))
            {
                _chosen[flag] = isUpgraded = flags.IsEnabled(flag);
            }

            return isUpgraded;
        }
    }
}
