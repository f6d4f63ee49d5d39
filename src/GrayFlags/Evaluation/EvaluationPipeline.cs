using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Shadowing;
using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Evaluation;

/// <summary>Composes an answer: evaluation, then telemetry. The evaluator and the handles ask a live reader; a pinned one is the snapshot.</summary>
internal sealed class EvaluationPipeline : IGrayEvaluatorSnapshot
{
    private readonly EvaluationServices _services;
    private readonly FlagOverrides _overrides;
    private readonly EvaluationInterest _attention;
    private readonly Instrument _counted;
    private readonly SnapshotStore _store;
    private readonly FlagSnapshot? _pinned;
    private readonly long _pinnedNowTicks;
    private readonly ulong _pinnedRequest;

    public EvaluationPipeline(SnapshotStore store, EvaluationServices services)
    {
        _store = store;
        _services = services;
        _overrides = services.Overrides;
        _attention = services.EvaluationInterest;
        _counted = services.Observer.Counted;
    }

    private EvaluationPipeline(EvaluationPipeline live, FlagSnapshot pinned, long nowTicks)
        : this(live._store, live._services)
    {
        _pinned = pinned;
        _pinnedNowTicks = nowTicks;
        _pinnedRequest = _services.Frame.Draws.Next();
    }

    public FlagSnapshot Current => _pinned ?? _store.Current;

    public string Version => Current.RuleSet?.Version ?? "";

    public DateTimeOffset Now => _pinned is null ? _services.Clock.GetUtcNow() : new DateTimeOffset(_pinnedNowTicks, TimeSpan.Zero);

    public IGrayEvaluatorSnapshot CreateSnapshot() => _pinned is null ? CreateSnapshot(_services.Clock.GetUtcNow()) : this;

    public IGrayEvaluatorSnapshot CreateSnapshot(DateTimeOffset now) => new EvaluationPipeline(this, Current, now.UtcTicks);

    public GrayFlag GetFlag(string flag) => new(this, flag);

    public bool IsEnabled(string flag) => IsEnabled(flag, AmbientContext());

    public bool IsEnabled(string flag, GrayContext? context)
    {
        var snapshot = Current;
        var found = snapshot.Flags.Find(flag, out var quick);
        return IsWatched ? Watched(snapshot, found, quick, flag, context) : quick.TryGet(context, snapshot.QuickSizes, out var on) ? on : Decide(snapshot, found, flag, context);
    }

    public GrayDecision Evaluate(string flag) => Evaluate(flag, AmbientContext());

    public GrayDecision Evaluate(string flag, GrayContext? context)
    {
        var snapshot = Current;
        return Evaluate(snapshot, snapshot.Flags.Find(flag), flag, context);
    }

    public T GetValue<T>(string flag, T defaultValue) => GetValue(flag, AmbientContext(), defaultValue);

    public T GetValue<T>(string flag, GrayContext? context, T defaultValue) => GetValue(flag, context, defaultValue, out _);

    public T GetValue<T>(string flag, GrayContext? context, T defaultValue, out GrayDecision decision)
    {
        var snapshot = Current;
        return GetValue(snapshot, snapshot.Flags.Find(flag), flag, context, defaultValue, null, out decision);
    }

    public T GetValue<T>(string flag, GrayContext? context, T defaultValue, JsonTypeInfo<T> typeInfo)
    {
        var snapshot = Current;
        return GetValue(snapshot, snapshot.Flags.Find(flag), flag, context, defaultValue, typeInfo, out _);
    }

    public GrayOutcome Begin(string flag) => Begin(flag, AmbientContext());

    public GrayOutcome Begin(string flag, GrayContext? context)
    {
        var snapshot = Current;
        var found = snapshot.Flags.Find(flag);
        var decision = Observed(snapshot, found, flag, context);
        var part = ExposureAssignment(snapshot, found, context, decision);
        if (part.Rollout is not { } rollout || !part.IsInArm)
        {
            return new GrayOutcome(decision, GrayArm.None, null);
        }

        if (_services.Rollouts.MonitorOf(rollout) is not { } watch)
        {
            return new GrayOutcome(decision, part.Assignment.Arm, rollout.Stage.Name);
        }

        var isEvidence = watch.IsEvidence(context);
        var shadowSize = rollout.Stage.ShadowSize;
        var shadow = shadowSize > 0 && _services.Shadows.IsSampled((double)shadowSize / Bucket.Count) ? new ShadowTicket(_services.Shadows, watch.Recorder, part.Assignment, isEvidence) : null;
        return new GrayOutcome(decision, part.Assignment.Arm, rollout.Stage.Name, watch.Recorder, watch.Recorder.Begin(part.Assignment, isEvidence), shadow);
    }

    /// <summary>How a context takes part in a flag's rollout, as the rules decide now.</summary>
    public ExposureAssignment ExposureAssignment(string? flag, GrayContext? context)
    {
        var snapshot = Current;
        var found = snapshot.Flags.Find(flag);
        return found?.Rollout is null ? default : ExposureAssignment(snapshot, found, context, Decision(snapshot, found, flag, context));
    }

    /// <summary>The unit that a flag's rollout goes by; null where the flag has no rollout, or the context no id.</summary>
    public (RolloutState Rollout, ulong Unit)? UnitOf(string? flag, GrayContext? context)
    {
        var snapshot = Current;
        if (snapshot.Rollout(flag) is not { } rollout)
        {
            return null;
        }

        var frame = Frame(snapshot, context);
        return rollout.Plan.BucketingUnit.TryGetHash(ref frame, out var unit) ? (rollout, unit) : null;
    }

    /// <summary>
    /// The share of calls that may be run a second time with the flag on; see <c>GrayShadowExtensions</c>. Leaves nothing behind: nobody is served by it.
    /// </summary>
    public double ShadowShare(string? flag, GrayContext? context, double share)
    {
        var snapshot = Current;
        if (snapshot.Flags.Find(flag) is not { } found || Overridden(flag) is not null)
        {
            return 0;
        }

        var decision = Decision(snapshot, found, flag, context);
        if (!decision.IsTried || found.Requires(snapshot.Flags.ByPlace).Any(other => IsStopped(snapshot, other, context)))
        {
            return 0;
        }

        if (found.Rollout is not { HasShadows: true })
        {
            return share;
        }

        var part = ExposureAssignment(snapshot, found, context, decision);
        return part.IsInArm ? (double)part.Rollout!.Stage.ShadowSize / Bucket.Count : 0;
    }

    public GrayExplanation Explain(string flag) => Explain(flag, AmbientContext());

    public GrayExplanation Explain(string flag, GrayContext? context)
    {
        var snapshot = Current;
        if (Overridden(flag) is { } given)
        {
            return Explainer.Overridden(flag, Overridden(snapshot, given));
        }

        return snapshot.Flags.Find(flag) is { } found
            ? Explain(snapshot, found, context)
            : Explainer.Failed(flag ?? "", Missing(snapshot, flag));
    }

    /// <summary>The context of calls that name none.</summary>
    public GrayContext AmbientContext()
    {
        try
        {
            return _services.ContextAccessor.Context ?? GrayContext.Anonymous;
        }
        catch (Exception exception)
        {
            _services.ReportAccessorFailure(exception);
            return GrayContext.Anonymous;
        }
    }

    public IDisposable Override(string flag, bool enabled)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);

        return _overrides.Begin(flag, enabled, null);
    }

    public IDisposable Override(string flag, string variant)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(variant);

        return _overrides.Begin(flag, true, variant);
    }

    // Overrides, counts and events: none of them is there as a rule, and all a call pays then are these reads.
    private bool IsWatched
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _attention.IsNeeded || _counted.Enabled;
    }

    private FlagOverride? Overridden(string? flag) => _overrides.Any ? _overrides.Find(flag) : null;

    private static GrayDecision Overridden(FlagSnapshot snapshot, FlagOverride given) =>
        Evaluator.Overridden(given.Enabled, given.Variant, snapshot.RuleSet?.Version ?? "");

    private EvaluationFrame Frame(FlagSnapshot snapshot, GrayContext? context) => _pinned is null
        ? new EvaluationFrame(context ?? GrayContext.Anonymous, snapshot.Flags.ByPlace, snapshot.Admissions, _services.Frame)
        : new EvaluationFrame(context ?? GrayContext.Anonymous, snapshot.Flags.ByPlace, snapshot.Admissions, _services.Frame, _pinnedNowTicks, _pinnedRequest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsEnabled(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context) =>
        IsWatched ? Watched(snapshot, found, found is null ? default : found.Quick, flag, context)
        : found is not null && found.Quick.TryGet(context, snapshot.QuickSizes, out var on) ? on : Decide(snapshot, found, flag, context);

    private bool IsStopped(FlagSnapshot snapshot, Flag flag, GrayContext? context)
    {
        var decision = Overridden(flag.Name) is { } given ? Overridden(snapshot, given) : Decision(snapshot, flag, flag.Name, context);
        return decision is { Enabled: false, IsTried: false };
    }

    // The answers that are given most are counted where they are made; the others when they are whole decisions.
    private bool Watched(FlagSnapshot snapshot, Flag? found, in FastPath quick, string? flag, GrayContext? context)
    {
        if (_attention.IsNeeded || !quick.TryGet(context, out var on, out var cell))
        {
            return Evaluate(snapshot, found, flag, context).Enabled;
        }

        snapshot.Flags.Counts.Count(cell);
        return on;
    }

    // Apart, so that the frame is only made where it is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Decide(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context)
    {
        if (found is null)
        {
            Missing(snapshot, flag);
            return false;
        }

        if (found.Rollout is not null && _services.Outcomes is not null)
        {
            return Evaluate(snapshot, found, flag, context).Enabled;
        }

        var frame = Frame(snapshot, context);
        var on = Evaluator.IsEnabled(found, ref frame);
        Report(found, frame.UnreadableAttribute);
        return on;
    }

    public GrayDecision Evaluate(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context)
    {
        var decision = Observed(snapshot, found, flag, context);
        Note(snapshot, found, context, decision);
        return decision;
    }

    private GrayDecision Observed(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context)
    {
        if (!IsWatched)
        {
            return Decision(snapshot, found, flag, context);
        }

        var decision = Overridden(flag) is { } given ? Overridden(snapshot, given) : Decision(snapshot, found, flag, context);
        _services.Observer.See(snapshot, found, context, decision);
        return decision;
    }

    // For the unit of work that is under way, if the app has such: a flag with guards learns how it went.
    private void Note(FlagSnapshot snapshot, Flag? found, GrayContext? context, in GrayDecision decision)
    {
        if (_services.Outcomes is null || found?.Rollout is not { Guards.Length: > 0 } || _services.Outcomes.Current is not { } outcomes)
        {
            return;
        }

        var part = ExposureAssignment(snapshot, found, context, decision);
        if (part.IsInArm && _services.Rollouts.MonitorOf(part.Rollout!) is { } watch)
        {
            outcomes.Note(watch, part.Assignment, watch.IsEvidence(context));
        }
    }

    // Only those whom nothing else decided are in an arm.
    private ExposureAssignment ExposureAssignment(FlagSnapshot snapshot, Flag? found, GrayContext? context, in GrayDecision decision)
    {
        if (found?.Rollout is not { } plan)
        {
            return default;
        }

        var state = snapshot.Rollouts[plan.Index];
        if (decision.Rule is not null || decision.Reason is not (DecisionReason.Split or DecisionReason.Default))
        {
            return new ExposureAssignment(state, Assignment.Outside);
        }

        var frame = Frame(snapshot, context);
        return new ExposureAssignment(state, state.Admission.Assign(ref frame));
    }

    private GrayDecision Decision(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context)
    {
        if (found is null)
        {
            return Missing(snapshot, flag);
        }

        var frame = Frame(snapshot, context);
        var decision = Evaluator.Evaluate(found, snapshot.RuleSet!.Version, ref frame);
        Report(found, frame.UnreadableAttribute);
        return decision;
    }

    public T GetValue<T>(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context, T defaultValue, JsonTypeInfo<T>? typeInfo, out GrayDecision decision)
    {
        var value = Value(snapshot, found, flag, context, defaultValue, typeInfo, out decision);
        Note(snapshot, found, context, decision);
        if (IsWatched)
        {
            _services.Observer.See(snapshot, found, context, decision);
        }

        return value;
    }

    private T Value<T>(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context, T defaultValue, JsonTypeInfo<T>? typeInfo, out GrayDecision decision)
    {
        Variant? variant;
        if (Overridden(flag) is { } given)
        {
            decision = Overridden(snapshot, given);
            variant = found?.Variants.GetValueOrDefault(given.Variant ?? "");
        }
        else if (found is null)
        {
            decision = Missing(snapshot, flag);
            return defaultValue;
        }
        else
        {
            var frame = Frame(snapshot, context);
            decision = Evaluator.Evaluate(found, snapshot.RuleSet!.Version, ref frame, out variant);
            Report(found, frame.UnreadableAttribute);
        }

        if (variant is null)
        {
            return defaultValue;
        }

        if (VariantValue.TryGet<T>(variant, typeInfo, _services.JsonTypeInfoResolver, out var value))
        {
            return value;
        }

        _services.ReportTypeMismatch(found!, variant, typeof(T));
        decision = Evaluator.Mismatched(decision);
        return defaultValue;
    }

    private void Report(Flag flag, string? unreadableAttribute)
    {
        if (unreadableAttribute is not null)
        {
            _services.ReportUnreadableAttribute(flag, unreadableAttribute);
        }
    }

    // The clock is read once here too, and one draw made, so that all verdicts are of one instant and one request.
    private GrayExplanation Explain(FlagSnapshot snapshot, Flag found, GrayContext? context)
    {
        var frame = new EvaluationFrame(context ?? GrayContext.Anonymous, snapshot.Flags.ByPlace, snapshot.Admissions, _services.Frame, Now.UtcTicks, _pinned is null ? _services.Frame.Draws.Next() : _pinnedRequest);
        return Explainer.Explain(found, snapshot.RuleSet!.Version, ref frame);
    }

    private GrayDecision Missing(FlagSnapshot snapshot, string? flag)
    {
        if (snapshot.RuleSet is not { } rules)
        {
            return Evaluator.Failed(DecisionError.NotReady, "");
        }

        _services.ReportUnknownFlag(flag ?? "");
        return Evaluator.Failed(DecisionError.FlagNotFound, rules.Version);
    }
}
