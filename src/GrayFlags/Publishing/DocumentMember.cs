namespace GrayFlags;

/// <summary>An instance that reads a document, as it last said. Immutable.</summary>
/// <param name="Node">The instance's name, unique among those that run.</param>
/// <param name="Serving">The version that it serves; 0 for none.</param>
/// <param name="Schema">The minor number of the newest document schema that it understands.</param>
/// <param name="Library">The version of the library.</param>
/// <param name="SeenAt">The store's time at which it last said so; what a caller gives is ignored.</param>
public sealed record DocumentMember(string Node, long Serving, int Schema, string Library, DateTimeOffset SeenAt = default);
