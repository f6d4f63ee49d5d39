using System.Text.Json.Serialization.Metadata;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Shadowing;
using GrayFlags.Rules;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Evaluation;

/// <summary>What answers need beside the rules, and where that which goes wrong is reported on the side.</summary>
internal sealed class EvaluationServices(TimeProvider clock, IGrayContextAccessor contextAccessor, IJsonTypeInfoResolver? jsonTypeInfoResolver, bool throwOnUnknownFlag, EvaluationInterest attention, FlagOverrides overrides, RequestRandom draws, UnknownFlagLog unknownFlags, UnreadableAttributeLog unreadableAttributes, EvaluationObserver observer, RolloutSessions rollouts, IShadows shadows, IUnitOfWorkOutcomesAccessor? outcomes, ILogger logger)
{
    private int _accessorFailures;

    /// <summary>What evaluations need of these.</summary>
    public FrameServices Frame { get; } = new(clock, draws, overrides);

    public FlagOverrides Overrides { get; } = overrides;

    public EvaluationInterest EvaluationInterest { get; } = attention;

    public EvaluationObserver Observer { get; } = observer;

    public RolloutSessions Rollouts { get; } = rollouts;

    public IShadows Shadows { get; } = shadows;

    /// <summary>What units of work are under way; null where the app tells of none.</summary>
    public IUnitOfWorkOutcomesAccessor? Outcomes { get; } = outcomes;

    public TimeProvider Clock { get; } = clock;

    public IGrayContextAccessor ContextAccessor { get; } = contextAccessor;

    public IJsonTypeInfoResolver? JsonTypeInfoResolver { get; } = jsonTypeInfoResolver;

    public void ReportUnknownFlag(string flag)
    {
        if (throwOnUnknownFlag)
        {
            throw new UnknownFlagException(flag);
        }

        // The empty text hashes to 0, by which the log tells a slot that is free.
        var hash = TextHash.Of(flag);
        unknownFlags.Report(flag, hash == 0 ? 1 : hash);
    }

    public void ReportUnreadableAttribute(Flag flag, string attribute) =>
        unreadableAttributes.Report(flag.Name, TextHash.Of(flag.Name), attribute, TextHash.Of(attribute));

    public void ReportAccessorFailure(Exception exception)
    {
        if (Interlocked.Exchange(ref _accessorFailures, 1) == 0)
        {
            Log.ContextAccessorFailed(logger, exception);
        }
    }

    public void ReportTypeMismatch(Flag flag, Variant variant, Type type)
    {
        if (variant.IsFirstMismatch())
        {
            Log.TypeMismatch(logger, flag.Name, variant.Name, type.Name);
        }
    }
}
