using GrayFlags.Documents;

namespace GrayFlags.Snapshots.Updating;

/// <summary>What can happen to a provider's slot.</summary>
internal abstract record SlotEvent
{
    private SlotEvent()
    {
    }

    /// <summary>The state of an earlier run is known.</summary>
    /// <param name="Document">The last document that served; null where none is saved.</param>
    /// <param name="SavedAt">When it was saved.</param>
    /// <param name="Pending">A newer good document that a pin kept from serving; null where there was none.</param>
    /// <param name="Off">The kill switch as it was obeyed.</param>
    public sealed record Remembered(FingerprintedDocument? Document, DateTimeOffset SavedAt, FingerprintedDocument? Pending, IReadOnlyList<string> Off) : SlotEvent;

    /// <summary>A load has ended.</summary>
    /// <param name="Load">What came of it.</param>
    /// <param name="Document">Its document; null where it has none, or one that cannot be written.</param>
    /// <param name="Arrival">Counts arrivals over all providers.</param>
    /// <param name="Now">The time.</param>
    public sealed record Arrived(LoadResult Load, FingerprintedDocument? Document, long Arrival, DateTimeOffset Now) : SlotEvent;

    /// <summary>Every provider was asked; what has not answered by now falls back to what was saved.</summary>
    public sealed record Asked : SlotEvent;

    /// <summary>An operator takes the document that is held back.</summary>
    /// <param name="Arrival">Counts arrivals over all providers.</param>
    public sealed record HeldAccepted(long Arrival) : SlotEvent;

    /// <summary>A document has compiled and serves.</summary>
    /// <param name="Document">The document: the newest one, unless a newer one has arrived meanwhile.</param>
    /// <param name="Now">The time.</param>
    public sealed record Served(FingerprintedDocument Document, DateTimeOffset Now) : SlotEvent;

    /// <summary>A document has compiled, and waits for the pin alone: its kill switch has the last word.</summary>
    /// <param name="Document">The document.</param>
    public sealed record Compiled(FingerprintedDocument Document) : SlotEvent;

    /// <summary>The newest document did not compile together with the others; it is tried again at every change.</summary>
    /// <param name="Problems">What stood against it.</param>
    public sealed record Refused(IReadOnlyList<DocumentProblem> Problems) : SlotEvent;

    /// <summary>The newest document has to wait for the pin to go.</summary>
    public sealed record Pinned : SlotEvent;

    /// <summary>The provider was told that its document serves.</summary>
    public sealed record Told : SlotEvent;
}
