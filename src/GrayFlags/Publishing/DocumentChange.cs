namespace GrayFlags;

/// <summary>The author of a change of a document, the reason, and the version that it was made from. Immutable.</summary>
/// <param name="By">The person or program, for the history: 1 to 200 characters.</param>
/// <param name="Reason">The reason, for the history: 1 to 2,000 characters.</param>
/// <param name="ExpectedVersion">
/// The version that the change was made from, so that nobody's work is overwritten unseen: 0 for a new document. Null: whatever is there is replaced;
/// <see cref="PublishOutcome.Conflict"/> only if others were faster a hundred times in a row.
/// </param>
public sealed record DocumentChange(string By, string Reason, long? ExpectedVersion)
{
    /// <summary>
    /// True: publish although some instances do not know a field of the document and will refuse it. They go on serving what they have. Default: false.
    /// </summary>
    public bool AllowTooNew { get; init; }
}
