using GrayFlags.Rules;
using GrayFlags.Snapshots;

namespace GrayFlags.Evaluation;

internal sealed partial class EvaluationPipeline
{
    public FlagAnswers EvaluateAll(GrayContext? context, FlagSelection flags)
    {
        var snapshot = Current;
        var visible = snapshot.Flags.ByName(flags == FlagSelection.ClientSide);

        // One clock and one draw for all of them, as a snapshot has, which would be an object more.
        var (nowTicks, request) = _pinned is null ? (_services.Clock.GetUtcNow().UtcTicks, _services.Frame.Draws.Next()) : (_pinnedNowTicks, _pinnedRequest);
        var answers = new FlagAnswer[visible.Length];
        for (var place = 0; place < answers.Length; place++)
        {
            answers[place] = Peek(snapshot, visible[place], visible[place].Name, context, nowTicks, request);
        }

        return new FlagAnswers(VersionOf(snapshot), answers);
    }

    public FlagAnswer Peek(string flag, GrayContext? context, FlagSelection flags)
    {
        var snapshot = Current;
        var found = snapshot.Flags.Find(flag);
        return snapshot.RuleSet is null ? new FlagAnswer(flag ?? "", null, null, Verdict.Failed(DecisionError.NotReady, ""))
            : flags == FlagSelection.ClientSide && found?.IsClientSide != true
            ? new FlagAnswer(flag ?? "", null, null, Verdict.Failed(DecisionError.FlagNotFound, VersionOf(snapshot)))
            : Peek(snapshot, found, flag ?? "", context, _pinnedNowTicks, _pinnedRequest);
    }

    private FlagAnswer Peek(FlagSnapshot snapshot, Flag? found, string flag, GrayContext? context, long nowTicks, ulong request)
    {
        EvaluationFrame.Make(
            out var frame, context ?? GrayContext.Anonymous, snapshot.Flags.ByPlace, snapshot.Admissions, _services.Frame, nowTicks, request);
        var verdict = _precedence.Decide(flag, found, ref frame);
        if (found is null && verdict.Reason != DecisionReason.Override)
        {
            // Names come from input here: they are no news for the log.
            return new FlagAnswer(flag, null, null, Verdict.Failed(DecisionError.FlagNotFound, VersionOf(snapshot)));
        }

        var variant = verdict.Serve.Variant(ref frame);
        Report(found, frame.UnreadableAttribute);
        var decision = verdict.ToDecision(variant, VersionOf(snapshot), ref frame);
        if (IsObserved)
        {
            _services.Observer.Record(snapshot, found, context, decision);
        }

        if (verdict.Reason == DecisionReason.Override && variant is not null)
        {
            // It only names the variant.
            variant = found?.Variants.GetValueOrDefault(variant.Name);
        }

        return new FlagAnswer(flag, found, variant, decision);
    }
}
