using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulation.Services;

/// <summary>A service that is described: what becomes of a call in each arm.</summary>
internal abstract class Service
{
    /// <summary>The guard that watches it.</summary>
    public abstract GuardPlan Guard { get; }

    /// <summary>Ends a call as chance has it.</summary>
    /// <param name="recorder">Where it is recorded.</param>
    /// <param name="ticket">The call.</param>
    /// <param name="draws">Where chance comes from.</param>
    /// <param name="isCanary">The arm.</param>
    /// <returns>Whether it failed.</returns>
    public abstract bool End(OutcomeRecorder recorder, in CallTicket ticket, Draws draws, bool isCanary);
}
