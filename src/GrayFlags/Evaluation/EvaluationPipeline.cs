using System.Diagnostics.CodeAnalysis;
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

/// <summary>Answers calls: decides by the precedence or its fast path, and records what listeners and guards need to know.</summary>
/// <remarks>The evaluator and its handles share a live pipeline; a pinned one is a snapshot.</remarks>
internal sealed partial class EvaluationPipeline : IGrayEvaluatorSnapshot
{
    private const int CallsBetweenLooks = 16;
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly EvaluationServices _services;
    private readonly Precedence _precedence;
    private readonly EvaluationInterest _interest;
    private readonly Instrument _counted;
    private readonly SnapshotStore _store;
    private readonly FlagSnapshot? _pinned;
    private readonly long _pinnedNowTicks = EvaluationFrame.NotRead;
    private readonly ulong _pinnedRequest;

    // Of snapshots for a request, not of those as of an instant, which somebody may keep on purpose.
    private bool _watchesAge;
    private int _asked;

    public EvaluationPipeline(SnapshotStore store, EvaluationServices services)
    {
        _store = store;
        _services = services;
        _precedence = services.Precedence;
        _interest = services.Interest;
        _counted = services.Observer.Counted;
    }

    private EvaluationPipeline(EvaluationPipeline live, FlagSnapshot pinned, long nowTicks)
        : this(live._store, live._services)
    {
        _pinned = pinned;
        _pinnedNowTicks = nowTicks;
        _pinnedRequest = _services.Frame.Draws.Next();
    }

    public FlagSnapshot Current => _pinned is null ? _store.Current : Pinned();

    public string Version => VersionOf(Current);

    public DateTimeOffset Now => _pinned is null ? _services.Clock.GetUtcNow() : new DateTimeOffset(_pinnedNowTicks, TimeSpan.Zero);

    public IGrayEvaluatorSnapshot CreateSnapshot() =>
        _pinned is null ? new EvaluationPipeline(this, Current, _services.Clock.GetUtcNow().UtcTicks) { _watchesAge = true } : this;

    public IGrayEvaluatorSnapshot CreateSnapshot(DateTimeOffset now) => new EvaluationPipeline(this, Current, now.UtcTicks);

    public GrayFlag GetFlag(string flag) => new(this, flag);

    public bool IsEnabled(string flag) => IsEnabled(flag, AmbientContext());

    public bool IsEnabled(string flag, GrayContext? context)
    {
        var snapshot = Current;
        var found = snapshot.Flags.Find(flag, out var quick);
        return IsEnabled(snapshot, found, quick, flag, context);
    }

    /// <param name="snapshot">The snapshot to ask.</param>
    /// <param name="found">Its flag of the name; null when there is none.</param>
    /// <param name="quick">The flag's fast path, which callers have at hand.</param>
    /// <param name="flag">The name that was asked for.</param>
    /// <param name="context">The context, as it was given.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsEnabled(FlagSnapshot snapshot, Flag? found, in FastPath quick, string? flag, GrayContext? context) =>
        IsObserved ? IsEnabledObserved(snapshot, found, quick, flag, context)
        : quick.TryGet(context, snapshot.QuickSizes, out var on) ? on
        : IsEnabledByRules(snapshot, found, flag, context);

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
        var decision = EvaluateAndRecord(snapshot, found, flag, context, out var assignment);
        if (!assignment.IsInArm)
        {
            if (decision.Reason == DecisionReason.Removed)
            {
                Exposures.RecordExcluded(this, _services, snapshot, found!, context);
            }

            return new GrayOutcome(decision, GrayArm.None, null);
        }

        var rollout = snapshot.Rollouts[found!.Rollout!.Index];
        if (_services.Rollouts.MonitorOf(rollout) is not { } watch)
        {
            return new GrayOutcome(decision, assignment.Arm, rollout.Stage.Name);
        }

        var isEvidence = watch.IsEvidence(context);
        var shadowSize = rollout.Stage.ShadowSize;
        var shadow = shadowSize > 0 && _services.Shadows.IsSampled((double)shadowSize / Bucket.Count)
            ? new ShadowTicket(_services.Shadows, watch.Recorder, assignment, isEvidence)
            : null;
        return new GrayOutcome(decision, assignment.Arm, rollout.Stage.Name, watch.Recorder, watch.Recorder.Begin(assignment, isEvidence), shadow);
    }

    /// <summary>True when a context is in an arm of a flag's rollout, as the rules decide now; overrides do not count.</summary>
    public bool TryAssign(string? flag, GrayContext? context, [NotNullWhen(true)] out RolloutState? rollout, out Assignment assignment)
    {
        var snapshot = Current;
        (rollout, assignment) = (null, Assignment.Outside);
        if (snapshot.Flags.Find(flag) is not { Rollout: { } plan } found)
        {
            return false;
        }

        MakeFrame(snapshot, context, out var frame);
        assignment = Precedence.DecideByDocument(found, ref frame).AssignmentIn(frame);
        Report(found, frame.UnreadableAttribute);
        rollout = snapshot.Rollouts[plan.Index];
        return assignment.IsInArm;
    }

    /// <summary>The unit that a flag's rollout goes by; null when the flag has no rollout or the context no id.</summary>
    public (RolloutState Rollout, ulong Unit)? UnitOf(string? flag, GrayContext? context)
    {
        var snapshot = Current;
        if (snapshot.Rollout(flag) is not { } rollout)
        {
            return null;
        }

        MakeFrame(snapshot, context, out var frame);
        return rollout.Plan.BucketingUnit.TryGetHash(ref frame, out var unit) ? (rollout, unit) : null;
    }

    /// <summary>
    /// The share of calls that may be run a second time with the flag on; see <c>GrayShadowExtensions</c>. Has no side effects: it serves nobody.
    /// </summary>
    public double ShadowShare(string? flag, GrayContext? context, double share)
    {
        var snapshot = Current;
        if (snapshot.Flags.Find(flag) is not { } found)
        {
            return 0;
        }

        var decision = Decide(snapshot, found, flag, context, out var verdict, out _, out _);
        if (!decision.IsTried || found.Requires(snapshot.Flags.ByPlace).Any(other => IsStopped(snapshot, other, context)))
        {
            return 0;
        }

        if (found.Rollout is not { HasShadows: true } plan)
        {
            return share;
        }

        return verdict.Arm != GrayArm.None ? (double)snapshot.Rollouts[plan.Index].Stage.ShadowSize / Bucket.Count : 0;
    }

    public GrayExplanation Explain(string flag) => Explain(flag, AmbientContext());

    public GrayExplanation Explain(string flag, GrayContext? context)
    {
        var snapshot = Current;
        var found = snapshot.Flags.Find(flag);

        // One frame for the decision and for each condition, so that all verdicts are of one instant and one draw.
        MakeFrame(snapshot, context, out var frame);
        var verdict = _precedence.Decide(flag, found, ref frame);
        if (verdict.Reason != DecisionReason.Override && found is null)
        {
            return Explainer.Failed(flag ?? "", Missing(snapshot, flag), Details(snapshot, flag));
        }

        var decision = verdict.ToDecision(verdict.Serve.Variant(ref frame), VersionOf(snapshot), ref frame);
        return verdict.Reason == DecisionReason.Override ? Explainer.Overridden(flag, decision) : Explainer.Explain(found!, verdict, decision, ref frame);
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
            _services.Failures.ReportAccessorFailure(exception);
            return GrayContext.Anonymous;
        }
    }

    public GrayDecision Evaluate(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context)
    {
        var decision = EvaluateAndRecord(snapshot, found, flag, context, out var assignment);
        Exposures.Record(this, _services, snapshot, found, context, decision.Reason, assignment);
        return decision;
    }

    public T GetValue<T>(
        FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context, T defaultValue, JsonTypeInfo<T>? typeInfo, out GrayDecision decision)
    {
        decision = Decide(snapshot, found, flag, context, out var verdict, out var assignment, out var variant);
        if (verdict.Reason == DecisionReason.Override)
        {
            // An override only names the variant.
            variant = variant is null ? null : found?.Variants.GetValueOrDefault(variant.Name);
        }

        var value = defaultValue;
        if (variant is not null && !VariantValue.TryGet(variant, typeInfo, _services.JsonTypeInfoResolver, out value))
        {
            value = defaultValue;
            _services.Failures.ReportTypeMismatch(found!, variant, typeof(T), typeInfo, _services.JsonTypeInfoResolver);
            decision = Verdict.Mismatched(decision);
        }
        else
        {
            // Who is served no value of the rollout is no evidence on it.
            Exposures.Record(this, _services, snapshot, found, context, verdict.Reason, assignment);
        }

        if (IsObserved)
        {
            _services.Observer.Record(snapshot, found, context, decision);
        }

        return value;
    }

    // A clock costs as much as an answer, so it is read at every 16th. The counter is not exact, and need not be.
    private FlagSnapshot Pinned()
    {
        if (_watchesAge && (++_asked & (CallsBetweenLooks - 1)) == 0 && _services.Clock.GetUtcNow().UtcTicks - _pinnedNowTicks > MaxAge.Ticks)
        {
            _watchesAge = false;
            _services.Failures.ReportOldSnapshot(Now);
        }

        return _pinned!;
    }

    // Overrides, listeners and events are rare; without them a call pays only for these two reads.
    private bool IsObserved
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _interest.IsNeeded || _counted.Enabled;
    }

    // The most frequent answers are counted where they are made; the others when they are whole decisions.
    private bool IsEnabledObserved(FlagSnapshot snapshot, Flag? found, in FastPath quick, string? flag, GrayContext? context)
    {
        if (_interest.IsNeeded || !quick.TryGet(context, out var on, out var cell))
        {
            return Evaluate(snapshot, found, flag, context).Enabled;
        }

        snapshot.Flags.Counts.Count(cell);
        return on;
    }

    // Apart, so that the frame is only made when it is needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsEnabledByRules(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context)
    {
        if (found is null)
        {
            return IsMissingEnabled(snapshot, flag);
        }

        // No overrides: this call is not observed.
        MakeFrame(snapshot, context, out var frame);
        var verdict = Precedence.DecideByDocument(found, ref frame);
        if (frame.UnreadableAttribute is not null || verdict.Arm != GrayArm.None || verdict.Reason == DecisionReason.Removed)
        {
            Report(found, frame.UnreadableAttribute);
            Exposures.Record(this, _services, snapshot, found, context, verdict.Reason, verdict.AssignmentIn(frame));
        }

        return verdict.Serve.IsOn(ref frame);
    }

    // Apart, too: the room for its decision would be cleared at each call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsMissingEnabled(FlagSnapshot snapshot, string? flag) => Missing(snapshot, flag).Enabled;

    private GrayDecision EvaluateAndRecord(FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context, out Assignment assignment)
    {
        var decision = Decide(snapshot, found, flag, context, out _, out assignment, out _);
        if (IsObserved)
        {
            _services.Observer.Record(snapshot, found, context, decision);
        }

        return decision;
    }

    private GrayDecision Decide(
        FlagSnapshot snapshot, Flag? found, string? flag, GrayContext? context, out Verdict verdict, out Assignment assignment, out Variant? variant)
    {
        MakeFrame(snapshot, context, out var frame);
        verdict = _precedence.Decide(flag, found, ref frame);
        assignment = verdict.AssignmentIn(frame);
        if (found is null && verdict.Reason != DecisionReason.Override)
        {
            variant = null;
            return Missing(snapshot, flag);
        }

        variant = verdict.Serve.Variant(ref frame);
        Report(found, frame.UnreadableAttribute);
        return verdict.ToDecision(variant, VersionOf(snapshot), ref frame);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void MakeFrame(FlagSnapshot snapshot, GrayContext? context, out EvaluationFrame frame) => EvaluationFrame.Make(
        out frame, context ?? GrayContext.Anonymous, snapshot.Flags.ByPlace, snapshot.Admissions, _services.Frame, _pinnedNowTicks, _pinnedRequest);

    private bool IsStopped(FlagSnapshot snapshot, Flag flag, GrayContext? context) =>
        Decide(snapshot, flag, flag.Name, context, out _, out _, out _) is { Enabled: false, IsTried: false };

    private void Report(Flag? flag, string? unreadableAttribute)
    {
        if (unreadableAttribute is not null)
        {
            _services.Failures.ReportUnreadableAttribute(flag!, unreadableAttribute);
        }
    }

    private GrayDecision Missing(FlagSnapshot snapshot, string? flag)
    {
        if (snapshot.RuleSet is not { } rules)
        {
            return Verdict.Failed(DecisionError.NotReady, "");
        }

        _services.Failures.ReportUnknownFlag(flag ?? "", snapshot.Flags);
        return Verdict.Failed(DecisionError.FlagNotFound, rules.Version);
    }

    private string Details(FlagSnapshot snapshot, string? flag) =>
        snapshot.RuleSet is null ? _store.NotReadyReason
        : EvaluationFailures.Near(flag ?? "", snapshot.Flags) is { } near ? $"Did you mean '{near}'?"
        : "";

    private static string VersionOf(FlagSnapshot snapshot) => snapshot.RuleSet?.Version ?? "";
}
