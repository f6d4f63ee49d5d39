using GrayFlags.Documents;
using GrayFlags.Evaluation;
using GrayFlags.Rules;
using GrayFlags.Simulation;
using GrayFlags.Snapshots;

namespace GrayFlags.Tool.Rules;

/// <summary>The rules of a document as they are at an instant, in an app that has just loaded it. Safe for any thread.</summary>
/// <remarks>
/// Asks the precedence itself instead of an evaluator: nothing is counted or reported, and the draw of requests is the caller's, so that millions of answers
/// are the same in whatever order they are asked.
/// </remarks>
internal sealed class FrozenRules : IRequiredFlags
{
    private readonly FlagSnapshot _snapshot;
    private readonly FrameServices _services;
    private readonly long _nowTicks;

    private FrozenRules(FlagSnapshot snapshot, PlayClock clock)
    {
        _snapshot = snapshot;
        _nowTicks = clock.GetUtcNow().UtcTicks;
        _services = new FrameServices(clock, new RequestRandom(0), this);
    }

    public static FrozenRules Of(FlagDocument document, DateTimeOffset at, RuleSettings settings)
    {
        var clock = new PlayClock(at);
        using var evaluator = Create(document, clock, settings);

        // What a rollout does first, it does now: it starts, and follows the clock if that is all it needs.
        clock.Advance(TimeSpan.Zero);
        return new FrozenRules(((EvaluationPipeline)evaluator.CreateSnapshot(at)).Current, clock);
    }

    /// <summary>An evaluator as an app has it that keeps rollouts in memory.</summary>
    public static GrayEvaluator Create(FlagDocument document, TimeProvider clock, RuleSettings settings) =>
        RuleEvaluator.Create(document, clock, settings, new InMemoryRolloutStore(), Unlimited);

    // The document was good when it was read; what the command adds to it counts for no limit.
    private static DocumentLimits Unlimited => new() { MaxFlags = int.MaxValue };

    public Flag? Find(string name) => _snapshot.Flags.Find(name);

    /// <summary>The stage of a flag's rollout; null when it has none.</summary>
    public string? StageOf(Flag flag) => flag.Rollout is { } plan ? _snapshot.Admissions[plan.Index].ToString() : null;

    /// <summary>Decides a flag; one that is not there is off.</summary>
    /// <param name="flag">The flag of these rules.</param>
    /// <param name="context">The subject.</param>
    /// <param name="draw">What chance draws for shares by request; never 0.</param>
    public GrayDecision Decide(Flag? flag, GrayContext context, ulong draw)
    {
        if (flag is null)
        {
            return Verdict.Failed(DecisionError.FlagNotFound, "");
        }

        EvaluationFrame.Make(out var frame, context, _snapshot.Flags.ByPlace, _snapshot.Admissions, _services, _nowTicks, draw);
        var verdict = Precedence.DecideByDocument(flag, ref frame);
        return verdict.ToDecision(verdict.Serve.Variant(ref frame), "", ref frame);
    }

    Serve IRequiredFlags.ServeOf(Flag flag, ref EvaluationFrame frame, out bool isOverridden)
    {
        isOverridden = false;
        return Precedence.DecideByDocument(flag, ref frame).Serve;
    }
}
