namespace GrayFlags.Dashboard.Wire;

/// <summary>The result of publishing.</summary>
internal sealed record PublishView(
    PublishOutcome Outcome, long Version, IReadOnlyList<ProblemView> Problems, DocumentRevision? Latest, IReadOnlyList<string> Nodes);
