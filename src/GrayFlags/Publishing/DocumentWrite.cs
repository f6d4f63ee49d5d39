namespace GrayFlags;

/// <summary>The result of writing a document.</summary>
/// <param name="IsWritten">True when the store took it; false when its latest version was not the expected one.</param>
/// <param name="Current">The store's latest version now; null when it has none.</param>
public readonly record struct DocumentWrite(bool IsWritten, StoredDocument? Current);
