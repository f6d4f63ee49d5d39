using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The operators' control of the rules: pins an earlier version and turns single flags off. Safe to call from any thread.</summary>
/// <remarks>
/// Every change is an audit line in the log, with who and why. Where a state directory is configured, versions, the pin and what is turned off survive a
/// restart.
/// A call ends when what it decided is saved; it tries again for five seconds and fails with <see cref="GrayNotSavedException"/> when it could not, and the
/// decision holds all the same. What makes the rules smaller holds at once, whatever documents are being read or compiled at that moment.
/// An invalid argument throws an <see cref="ArgumentException"/> at the call; everything else faults the task.
/// </remarks>
public interface IGrayRules
{
    /// <summary>The versions that have served, the newest first; the options say how many are kept.</summary>
    IReadOnlyList<RulesVersion> Versions { get; }

    /// <summary>Returns the document of a version, with all sources merged.</summary>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    /// <returns>The document; null when the version is not kept.</returns>
    /// <exception cref="ArgumentException"><paramref name="version"/> is null or empty.</exception>
    FlagDocument? GetDocument(string version);

    /// <summary>
    /// Tries a document in place of a provider's, beside the other sources, and changes nothing: would it serve, and whose answers would change?
    /// </summary>
    /// <remarks>
    /// Running rollouts keep their stages. For many flags fewer contexts are asked, and after two seconds no more are: <see cref="RulesPreview.Contexts"/>
    /// is how many were. Overrides do not count.
    /// </remarks>
    /// <param name="provider">The provider's name, as in the status; a document of no provider is tried alone.</param>
    /// <param name="document">The document.</param>
    /// <param name="contexts">The contexts to ask when the app keeps no recent ones, see <see cref="GrayFlagsOptions.KeepRecentContexts"/>.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The problems, or the consequences.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> has ended the asking.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="provider"/> is empty.</exception>
    RulesPreview Preview(string provider, FlagDocument document, IReadOnlyList<GrayContext> contexts, CancellationToken cancellationToken = default);

    /// <summary>The pin that holds; null when none does and the newest rules serve.</summary>
    RulesPin? Pin { get; }

    /// <summary>
    /// Makes an earlier version serve at once, and holds it: newer documents wait until <see cref="UnpinAsync"/>. The kill switch goes on applying.
    /// </summary>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    /// <param name="by">The operator, for the audit line.</param>
    /// <param name="reason">The reason, for the audit line.</param>
    /// <param name="cancellationToken">Ends the wait; what was decided holds all the same.</param>
    /// <returns>A task that completes once the version serves and the pin is saved.</returns>
    /// <exception cref="ArgumentException">There is no such version, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="GrayDocumentException">The version is refused today, for example since a condition of the app's own is gone.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The version serves in this process, and that could not be saved within five seconds, or before <paramref name="cancellationToken"/> ended the wait,
    /// since the disk is full or hangs, or another process uses the directory: a restart would take it back.
    /// </exception>
    Task PinAsync(string version, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets the newest rules serve again. Does nothing when no pin holds.</summary>
    /// <param name="by">The operator, for the audit line.</param>
    /// <param name="reason">The reason, for the audit line.</param>
    /// <param name="cancellationToken">Ends the wait; what was decided holds all the same.</param>
    /// <returns>A task that completes once the newest rules serve and the pin is gone.</returns>
    /// <exception cref="ArgumentException"><paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The pin is gone in this process, and that could not be saved within five seconds, or before <paramref name="cancellationToken"/> ended the wait,
    /// since the disk is full or hangs, or another process uses the directory: a restart would take it back.
    /// </exception>
    Task UnpinAsync(string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>The flags that operators have turned off, the earliest first.</summary>
    IReadOnlyList<TurnedOffFlag> TurnedOff { get; }

    /// <summary>
    /// Turns a flag off for everyone at once, whatever documents say, until <see cref="TurnOnAsync"/>: the kill switch for operators without access to the
    /// documents.
    /// </summary>
    /// <param name="flag">The flag's name, ignoring case. A flag that no document defines yet is off when one does.</param>
    /// <param name="by">The operator, for the audit line.</param>
    /// <param name="reason">The reason, for the audit line.</param>
    /// <param name="cancellationToken">Ends the wait; what was decided holds all the same.</param>
    /// <returns>A task that completes once the flag is off and that is saved.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="flag"/> is not a name that a flag can have, or <paramref name="by"/> or <paramref name="reason"/> is empty.
    /// </exception>
    /// <exception cref="GrayNotSavedException">
    /// The flag is off in this process, and that could not be saved within five seconds, or before <paramref name="cancellationToken"/> ended the wait,
    /// since the disk is full or hangs, or another process uses the directory: a restart would take it back.
    /// </exception>
    Task TurnOffAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Takes back what <see cref="TurnOffAsync"/> did: the rules decide again, and the kill switches of documents.</summary>
    /// <param name="flag">The flag's name, ignoring case.</param>
    /// <param name="by">The operator, for the audit line.</param>
    /// <param name="reason">The reason, for the audit line.</param>
    /// <param name="cancellationToken">Ends the wait; what was decided holds all the same.</param>
    /// <returns>True when an operator had turned the flag off; in a fleet, on any instance, also one that this instance has not heard of yet.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/>, <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The rules decide again in this process, and that could not be saved within five seconds, or before <paramref name="cancellationToken"/> ended the wait,
    /// since the disk is full or hangs, or another process uses the directory: a restart would take it back. In a fleet: its store has not answered in this
    /// time, and the flag is as it was.
    /// </exception>
    Task<bool> TurnOnAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Takes a document that the shrink guard holds back, or, of a source that refuses older ones, an older document that it offers.</summary>
    /// <param name="provider">The provider's name, as in the status.</param>
    /// <param name="by">The operator, for the audit line.</param>
    /// <param name="reason">The reason, for the audit line.</param>
    /// <param name="cancellationToken">Ends the wait; what was decided holds all the same.</param>
    /// <returns>True when there was such a document and it serves now, or waits for a pin to go.</returns>
    /// <exception cref="ArgumentException"><paramref name="provider"/>, <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    Task<bool> AcceptHeldAsync(string provider, string by, string reason, CancellationToken cancellationToken = default);
}
