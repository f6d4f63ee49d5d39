namespace GrayFlags.Dashboard.Wire;

/// <summary>The nodes that read one document.</summary>
internal sealed record FleetDocument(string Name, IReadOnlyList<DocumentMember> Members);
