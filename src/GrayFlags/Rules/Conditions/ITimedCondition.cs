namespace GrayFlags.Rules.Conditions;

/// <summary>A condition whose verdict, for one and the same context, changes with the clock.</summary>
internal interface ITimedCondition
{
    /// <summary>The time between two looks at a share that grows all the time.</summary>
    static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The latest full step of the clock: all who look within one see the same share, each instance, and each time something else makes them look.
    /// </summary>
    /// <param name="utcTicks">The instant.</param>
    static long StepOf(long utcTicks) => utcTicks - (utcTicks % Step.Ticks);

    /// <summary>A number that is another one where verdicts may be others.</summary>
    /// <param name="utcTicks">The instant.</param>
    long StateAt(long utcTicks);

    /// <summary>The next instant at which <see cref="StateAt"/> may be another number; null where it stays as it is for ever.</summary>
    /// <param name="utcTicks">The instant after which to look.</param>
    long? NextChange(long utcTicks);
}
