namespace GrayFlags;

/// <summary>The versions of the rules, and the way back to an earlier one. Safe to call from any thread.</summary>
/// <remarks>Every change is an audit line in the log, with who and why. Where a state directory is configured, versions and the pin survive a restart.</remarks>
public interface IGrayRules
{
    /// <summary>The versions that have served, the newest first; the options say how many are kept.</summary>
    IReadOnlyList<RulesVersion> Versions { get; }

    /// <summary>The pin that holds; null when none does and the newest rules serve.</summary>
    RulesPin? Pin { get; }

    /// <summary>Makes an earlier version serve at once, and holds it: newer documents wait until <see cref="UnpinAsync"/>. The kill switch goes on applying.</summary>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Ends when the version serves; the pin is saved in the background, at the latest when the evaluator is disposed.</returns>
    /// <exception cref="ArgumentException">There is no such version, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    Task RollbackAsync(string version, string by, string reason);

    /// <summary>Lets the newest rules serve again. Does nothing when no pin holds.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Ends when the newest rules serve and the pin is gone.</returns>
    /// <exception cref="ArgumentException"><paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    Task UnpinAsync(string by, string reason);

    /// <summary>Takes a document that the shrink guard holds back, or, of a source that refuses older ones, an older document that it offers.</summary>
    /// <param name="provider">The provider's name, as in the status.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <returns>True when there was such a document and it serves now, or waits for a pin to go.</returns>
    /// <exception cref="ArgumentException"><paramref name="provider"/>, <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    Task<bool> AcceptHeldAsync(string provider, string by, string reason);
}
