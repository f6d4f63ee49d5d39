namespace GrayFlags.Dashboard.Wire;

/// <summary>Why an answer is what it is.</summary>
internal sealed record ExplanationView
{
    public required bool Enabled { get; init; }

    public required string? Variant { get; init; }

    public required DecisionReason Reason { get; init; }

    public required DecisionError Error { get; init; }

    public required string? Rule { get; init; }

    /// <summary>A number from 0 to 99,999; null where none was drawn.</summary>
    public required int? Bucket { get; init; }

    public required string Version { get; init; }

    public required string Summary { get; init; }

    public required string? Origin { get; init; }

    public required IReadOnlyList<RuleView> Rules { get; init; }

    public required RolloutExplanationView? Rollout { get; init; }

    public static ExplanationView Of(GrayExplanation explanation)
    {
        var decision = explanation.Decision;
        return new ExplanationView
        {
            Enabled = decision.Enabled,
            Variant = decision.Variant,
            Reason = decision.Reason,
            Error = decision.Error,
            Rule = decision.Rule,
            Bucket = decision.Bucket < 0 ? null : decision.Bucket,
            Version = decision.Version,
            Summary = explanation.Summary,
            Origin = explanation.Origin,
            Rules = [.. explanation.Rules.Select(RuleView.Of)],
            Rollout = explanation.Rollout is { } rollout ? RolloutExplanationView.Of(rollout) : null,
        };
    }
}
