using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rollouts.Shadowing;

namespace GrayFlags;

/// <summary>
/// The decision for one call, and its outcome. End it with <see cref="Succeed"/>, <see cref="Fail"/>, <see cref="Score"/>, <see cref="Ignore"/> or
/// <see cref="Abandon"/>. From <see cref="IGrayEvaluator.Begin(string, GrayContext)"/>.
/// </summary>
/// <remarks>
/// Only the first verdict has an effect, with the time since <c>Begin</c> as the duration; later ones, also on copies, are ignored. <see cref="Dispose"/>
/// without a verdict records a failure: an exception left the block, but so does an early <c>return</c>. A call is judged at the age of the rollout's
/// <c>settle</c>: if it has not ended by then, it counts as a failure, and a later verdict has no effect. Nothing is recorded when the flag has no rollout with
/// guards. Allocates nothing once warm. Thread-safe.
/// </remarks>
public readonly struct GrayOutcome : IDisposable, IEquatable<GrayOutcome>
{
    private readonly OutcomeRecorder? _recorder;
    private readonly CallTicket _ticket;
    private readonly ShadowTicket? _shadow;

    internal GrayOutcome(
        GrayDecision decision, GrayArm arm, string? stage, OutcomeRecorder? recorder = null, in CallTicket ticket = default, ShadowTicket? shadow = null)
    {
        Decision = decision;
        Arm = arm;
        Stage = stage;
        _recorder = recorder;
        _ticket = ticket;
        _shadow = shadow;
    }

    /// <summary>The decision and its reason.</summary>
    public GrayDecision Decision { get; }

    /// <summary>True when the flag is on.</summary>
    public bool Enabled => Decision.Enabled;

    /// <summary>The variant that is served; null for none.</summary>
    public string? Variant => Decision.Variant;

    /// <summary>The arm of the rollout's comparison that this call is in.</summary>
    public GrayArm Arm { get; }

    /// <summary>The name of the rollout's stage; null when there is none.</summary>
    public string? Stage { get; }

    /// <summary>Compares two outcomes; equal ones are of the same call.</summary>
    /// <param name="left">The first outcome.</param>
    /// <param name="right">The second outcome.</param>
    public static bool operator ==(GrayOutcome left, GrayOutcome right) => left.Equals(right);

    /// <summary>Compares two outcomes; unequal ones are of different calls.</summary>
    /// <param name="left">The first outcome.</param>
    /// <param name="right">The second outcome.</param>
    public static bool operator !=(GrayOutcome left, GrayOutcome right) => !left.Equals(right);

    /// <summary>Records success.</summary>
    public void Succeed() => _recorder?.End(_ticket, CallVerdict.Success);

    /// <summary>Records a failure.</summary>
    public void Fail() => _recorder?.End(_ticket, CallVerdict.Failure);

    /// <summary>Ignores the call as no evidence on the release: the request was malformed, or was not served at all.</summary>
    public void Ignore() => _recorder?.End(_ticket, CallVerdict.Ignored);

    /// <summary>
    /// Records that the caller went away before the end. If the call was already slower than 95 % of the control's calls, it counts as not ended, which is a
    /// failure; otherwise it is ignored.
    /// </summary>
    public void Abandon() => _recorder?.Abandon(_ticket);

    /// <summary>Records success together with a satisfaction score.</summary>
    /// <param name="score">The score, 0 (not at all) to 1; one out of range counts as invalid, and the call as a success.</param>
    public void Score(double score) => _recorder?.End(_ticket, CallVerdict.Success, score);

    /// <summary>Records a failure, unless there was a verdict before.</summary>
    public void Dispose() => _recorder?.End(_ticket, CallVerdict.Failure);

    /// <inheritdoc/>
    public bool Equals(GrayOutcome other) =>
        ReferenceEquals(_recorder, other._recorder)
        && _ticket.Equals(other._ticket)
        && Decision.Equals(other.Decision)
        && Arm == other.Arm
        && Stage == other.Stage;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrayOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_ticket, Arm, Stage);

    /// <summary>The ticket to run this call a second time as a shadow; null when it was not sampled.</summary>
    internal ShadowTicket? TryShadow() => _shadow;
}
