using GrayFlags.Rollouts;

namespace GrayFlags;

/// <summary>What was decided for one call, and what becomes of it: end it with <see cref="Succeed"/>, <see cref="Fail"/>, <see cref="Score"/> or <see cref="Ignore"/>. From <see cref="IGrayEvaluator.Begin(string, GrayContext)"/>.</summary>
/// <remarks>
/// The first verdict counts, with the time since <c>Begin</c> as its duration; later ones, and those of copies, do nothing. <see cref="Dispose"/> without a verdict is a failure: an
/// exception left the block. Nothing is recorded where the flag has no rollout with guards. Takes no memory, once warm.
/// </remarks>
public readonly struct GrayOutcome : IDisposable, IEquatable<GrayOutcome>
{
    private readonly OutcomeToken? _token;
    private readonly int _generation;

    internal GrayOutcome(GrayDecision decision, GrayArm arm, string? stage, OutcomeToken? token)
    {
        Decision = decision;
        Arm = arm;
        Stage = stage;
        _token = token;
        _generation = token?.Generation ?? 0;
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
    public void Succeed() => _token?.End(_generation, OutcomeVerdict.Success);

    /// <summary>It failed.</summary>
    public void Fail() => _token?.End(_generation, OutcomeVerdict.Failure);

    /// <summary>It tells nothing, for example because the caller went away.</summary>
    public void Ignore() => _token?.End(_generation, OutcomeVerdict.None);

    /// <summary>It went well, and somebody was so satisfied with it.</summary>
    /// <param name="score">0 (not at all) to 1; what is out of range is counted as invalid, and the call as a success.</param>
    public void Score(double score) => _token?.End(_generation, OutcomeVerdict.Success, score);

    /// <summary>A failure, where there was no verdict yet.</summary>
    public void Dispose() => _token?.End(_generation, OutcomeVerdict.Failure);

    /// <inheritdoc/>
    public bool Equals(GrayOutcome other) => ReferenceEquals(_token, other._token) && _generation == other._generation && Decision.Equals(other.Decision) && Arm == other.Arm && Stage == other.Stage;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrayOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_token, _generation, Arm, Stage);

    /// <summary>Draws whether this call is to be run twice; null where not, or where it has ended.</summary>
    internal ShadowTicket? TryShadow() => _token?.TryShadow(_generation);
}
