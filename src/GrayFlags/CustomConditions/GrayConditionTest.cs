namespace GrayFlags;

/// <summary>Asks whether a condition of the app's own holds. Must be safe to call from any thread, quick, and answer the same for the same input.</summary>
/// <remarks>
/// One that throws does not hold; that is logged once for each condition, and counted in <see cref="GrayFlagsStatus.ConditionFailures"/>.
/// It must not ask for flags, which could lead back to itself: a rule's <c>requires</c> does that.
/// </remarks>
/// <param name="context">Who asks; <see cref="GrayContext.Anonymous"/> where nobody is known.</param>
/// <param name="now">The instant of the evaluation, in UTC. The same for all conditions of one call, or of one snapshot.</param>
/// <returns>True when the condition holds.</returns>
public delegate bool GrayConditionTest(GrayContext context, DateTimeOffset now);
