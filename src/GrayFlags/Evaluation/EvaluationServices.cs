using System.Text.Json.Serialization.Metadata;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Shadowing;
using GrayFlags.Rules;

namespace GrayFlags.Evaluation;

/// <summary>Services an evaluation needs beyond the rules.</summary>
internal sealed class EvaluationServices
{
    public required IGrayContextAccessor ContextAccessor { get; init; }

    /// <summary>The metadata of the types that variants are read as; null for primitive types only.</summary>
    public required IJsonTypeInfoResolver? JsonTypeInfoResolver { get; init; }

    public required Precedence Precedence { get; init; }

    /// <summary>The part of these services that frames need.</summary>
    public required FrameServices Frame { get; init; }

    public required EvaluationInterest Interest { get; init; }

    public required EvaluationObserver Observer { get; init; }

    public required EvaluationFailures Failures { get; init; }

    public required RolloutSessions Rollouts { get; init; }

    public required IShadows Shadows { get; init; }

    /// <summary>The current unit of work, or null when the app does not track any.</summary>
    public required IUnitOfWorkOutcomesAccessor? Outcomes { get; init; }

    public TimeProvider Clock => Frame.Clock;
}
