namespace GrayFlags.Dashboard.Wire;

/// <summary>What came of publishing.</summary>
internal sealed record PublishView(
    PublishOutcome Outcome, long Version, IReadOnlyList<ProblemView> Problems, DocumentRevision? Latest, IReadOnlyList<string> Nodes);
