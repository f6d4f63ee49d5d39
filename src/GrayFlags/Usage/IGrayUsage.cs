namespace GrayFlags;

/// <summary>Reports which flags are asked for, how often and with which answers, and which look stale. Safe to call from any thread.</summary>
/// <remarks>
/// Measured only with <see cref="GrayFlagsOptions.MeasureUsage"/>. Minutes are those of this process; days are those of all instances that read the same
/// document of a store, and of this process alone without one. Answers are counted as metrics count them, by flag and never by user; a call allocates nothing
/// and takes no lock. <see cref="IGrayEvaluator.Explain(string)"/> counts as no call, <see cref="IGrayEvaluator.EvaluateAll"/> as one call of each flag.
/// </remarks>
public interface IGrayUsage
{
    /// <summary>True when calls are counted; false when nothing is known, because <see cref="GrayFlagsOptions.MeasureUsage"/> is off.</summary>
    bool IsMeasured { get; }

    /// <summary>True when days, last calls and stale flags are those of all instances on a store; false when they are those of this process alone.</summary>
    /// <remarks>Calls of other instances arrive about once an hour. Until the store has answered, no flag is called stale for want of calls.</remarks>
    bool IsOfFleet { get; }

    /// <summary>Returns the usage of every flag of the live rules.</summary>
    /// <returns>The flags, ordered by name; empty when nothing is measured.</returns>
    IReadOnlyList<FlagUsage> GetAll();

    /// <summary>Returns the usage of a flag.</summary>
    /// <param name="flag">The flag.</param>
    /// <returns>Its usage; null when nothing is measured, or no document defines the flag.</returns>
    FlagUsage? GetUsage(string flag);
}
