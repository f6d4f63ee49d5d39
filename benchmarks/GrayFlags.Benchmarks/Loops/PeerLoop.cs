using GrayFlags.Benchmarks.Peers;
using Microsoft.FeatureManagement.FeatureFilters;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>Asks Microsoft.FeatureManagement.</summary>
internal sealed class PeerLoop(FeatureManagementPeer flags, string[] asked, TargetingContext[] contexts) : Loop
{
    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < asked.Length; index++)
        {
            if (flags.IsEnabled(asked[index], contexts[index]))
            {
                yes++;
            }
        }

        return yes;
    }
}
