using GrayFlags.Documents;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The events of a provider's slot.</summary>
internal abstract record SlotEvent
{
    private SlotEvent()
    {
    }

    /// <summary>The state of an earlier run was read.</summary>
    /// <param name="Document">The last live document, or null when none is saved.</param>
    /// <param name="SavedAt">The time when it was saved.</param>
    /// <param name="Pending">A newer good document that waited for a pin, or null.</param>
    /// <param name="Off">The kill switch in force.</param>
    public sealed record Remembered(FingerprintedDocument? Document, DateTimeOffset SavedAt, FingerprintedDocument? Pending, IReadOnlyList<string> Off)
        : SlotEvent;

    /// <summary>A load completed.</summary>
    /// <param name="Load">The result.</param>
    /// <param name="Document">The document; null when there is none, or when it cannot be written.</param>
    /// <param name="Arrival">The arrival number over all providers.</param>
    /// <param name="Now">The time.</param>
    public sealed record Arrived(LoadResult Load, FingerprintedDocument? Document, long Arrival, DateTimeOffset Now) : SlotEvent;

    /// <summary>Every provider was asked; those without an answer fall back to their saved document.</summary>
    public sealed record Asked : SlotEvent;

    /// <summary>An operator accepted the document that is held back.</summary>
    /// <param name="Arrival">The arrival number over all providers.</param>
    public sealed record HeldAccepted(long Arrival) : SlotEvent;

    /// <summary>A document compiled and went live.</summary>
    /// <param name="Document">The document: the newest one, unless a newer one has arrived meanwhile.</param>
    /// <param name="Now">The time.</param>
    public sealed record Served(FingerprintedDocument Document, DateTimeOffset Now) : SlotEvent;

    /// <summary>A document compiled and waits only for the pin: its kill switch replaces the earlier one.</summary>
    /// <param name="Document">The document.</param>
    public sealed record Compiled(FingerprintedDocument Document) : SlotEvent;

    /// <summary>The newest document did not compile together with the others; it is tried again after every change.</summary>
    /// <param name="Problems">The problems.</param>
    public sealed record Refused(IReadOnlyList<DocumentProblem> Problems) : SlotEvent;

    /// <summary>The newest document has to wait for the pin to be removed.</summary>
    public sealed record Pinned : SlotEvent;

    /// <summary>The provider was notified that its document is live.</summary>
    public sealed record Told : SlotEvent;
}
