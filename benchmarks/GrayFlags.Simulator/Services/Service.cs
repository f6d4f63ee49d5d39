using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulator.Services;

/// <summary>A service that is described: what an outcome of each arm is like.</summary>
internal abstract class Service
{
    /// <summary>The guard that watches it.</summary>
    public abstract GuardPlan Guard { get; }

    /// <summary>Draws one outcome.</summary>
    /// <param name="draws">Where chance comes from.</param>
    /// <param name="isCanary">The arm.</param>
    /// <returns>The level of the guard's channel.</returns>
    public abstract int Draw(Draws draws, bool isCanary);

    public Channel Channel => Channels.Of(Guard);
}
