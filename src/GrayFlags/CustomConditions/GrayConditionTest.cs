namespace GrayFlags;

/// <summary>Evaluates an app's own condition. Must be thread-safe, fast, and deterministic.</summary>
/// <remarks>
/// A test that throws counts as not holding; that is logged once for each condition, and counted in <see cref="GrayFlagsStatus.ConditionFailures"/>.
/// It must not evaluate flags, which could lead back to itself: use a rule's <c>requires</c> instead.
/// </remarks>
/// <param name="context">The context; <see cref="GrayContext.Anonymous"/> when nobody is known.</param>
/// <param name="now">The time of the evaluation, in UTC. The same for all conditions of one call, or of one snapshot.</param>
/// <returns>True when the condition holds.</returns>
public delegate bool GrayConditionTest(GrayContext context, DateTimeOffset now);
