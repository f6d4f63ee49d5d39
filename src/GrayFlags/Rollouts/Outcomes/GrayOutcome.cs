using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rollouts.Shadowing;

namespace GrayFlags;

/// <summary>
/// The decision for one call, and its outcome: end it with <see cref="Succeed"/>, <see cref="Fail"/>, <see cref="Score"/>, <see cref="Ignore"/> or
/// <see cref="Abandon"/>. From <see cref="IGrayEvaluator.Begin(string, GrayContext)"/>.
/// </summary>
/// <remarks>
/// The first verdict counts, with the time since <c>Begin</c> as its duration; later ones, and those of copies, do nothing. <see cref="Dispose"/> without a verdict is a failure: an
/// exception left the block. A call is judged at the age of the rollout's <c>settle</c>: what has not ended by then counts as a failure, and what comes later
/// changes nothing. Nothing is recorded where the flag has no rollout with guards. Takes no memory, once warm. Thread-safe.
/// </remarks>
public readonly struct GrayOutcome : IDisposable, IEquatable<GrayOutcome>
{
    private readonly OutcomeRecorder? _recorder;
    private readonly CallTicket _ticket;
    private readonly ShadowTicket? _shadow;

    internal GrayOutcome(GrayDecision decision, GrayArm arm, string? stage, OutcomeRecorder? recorder = null, in CallTicket ticket = default, ShadowTicket? shadow = null)
    {
        Decision = decision;
        Arm = arm;
        Stage = stage;
        _recorder = recorder;
        _ticket = ticket;
        _shadow = shadow;
    }

    /// <summary>The answer, and why.</summary>
    public GrayDecision Decision { get; }

    /// <summary>Whether the flag is on.</summary>
    public bool Enabled => Decision.Enabled;

    /// <summary>The variant that is served; null for none.</summary>
    public string? Variant => Decision.Variant;

    /// <summary>On which side of the rollout's comparison this call stands.</summary>
    public GrayArm Arm { get; }

    /// <summary>The name of the rollout's stage; null outside of one.</summary>
    public string? Stage { get; }

    /// <summary>Whether two are of the same call.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(GrayOutcome left, GrayOutcome right) => left.Equals(right);

    /// <summary>Whether two are of different calls.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(GrayOutcome left, GrayOutcome right) => !left.Equals(right);

    /// <summary>It went well.</summary>
    public void Succeed() => _recorder?.End(_ticket, CallVerdict.Success);

    /// <summary>It failed.</summary>
    public void Fail() => _recorder?.End(_ticket, CallVerdict.Failure);

    /// <summary>It tells nothing about the release: the request was malformed, or was not served at all.</summary>
    public void Ignore() => _recorder?.End(_ticket, CallVerdict.Ignored);

    /// <summary>
    /// The caller went away before the end. Where the call was already slower than 95 of 100 of the control's calls it counts as one that did not end, which is
    /// a failure; otherwise it tells nothing.
    /// </summary>
    public void Abandon() => _recorder?.Abandon(_ticket);

    /// <summary>It went well, and somebody was so satisfied with it.</summary>
    /// <param name="score">0 (not at all) to 1; what is out of range is counted as invalid, and the call as a success.</param>
    public void Score(double score) => _recorder?.End(_ticket, CallVerdict.Success, score);

    /// <summary>A failure, where there was no verdict yet.</summary>
    public void Dispose() => _recorder?.End(_ticket, CallVerdict.Failure);

    /// <inheritdoc/>
    public bool Equals(GrayOutcome other) => ReferenceEquals(_recorder, other._recorder) && _ticket.Equals(other._ticket) && Decision.Equals(other.Decision) && Arm == other.Arm && Stage == other.Stage;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrayOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_ticket, Arm, Stage);

    /// <summary>Runs this call twice; null when it was not drawn for that.</summary>
    internal ShadowTicket? TryShadow() => _shadow;
}
