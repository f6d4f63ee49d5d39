using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Writing;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Compilation;

/// <summary>Compiles the rollout of a flag into its plan.</summary>
internal sealed class RolloutCompiler(ConditionListCompiler lists, ConditionCompiler conditions, ProblemList problems)
{
    private const string SaltSuffix = ":rollout";
    private const string DefaultId = "1";
    private const string DefaultRank = "rank";
    private const decimal MaxRisk = 0.2m;
    private const double DefaultRisk = 0.01;

    private static readonly TimeSpan LeastSettle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSettle = TimeSpan.FromHours(1);

    private readonly FieldValidator _fields = new(problems);
    private readonly StageCompiler _stages = new(conditions, problems);
    private readonly GuardCompiler _guards = new(problems);
    private readonly RolloutPolicyCompiler _safety = new(problems);

    public static string SaltOf(string flag, RolloutDefinition rollout) => rollout.Salt ?? flag.ToLowerInvariant() + SaltSuffix;

    /// <param name="flag">The flag's name.</param>
    /// <param name="rollout">Its rollout.</param>
    /// <param name="variants">Its variants.</param>
    /// <param name="asked">Grows by the flags that the audience's required ones lead to.</param>
    public RolloutPlan Compile(string flag, RolloutDefinition rollout, VariantCompiler variants, ref long asked)
    {
        string[] at = ["flags", flag, "rollout"];
        var order = _fields.Word(rollout, "order", rollout.Order, RolloutOrder.Random, ProblemText.OrderAllowed, at);
        var ramp = _stages.Ramp(rollout, order, at);
        var stages = ramp is null ? _stages.Compile(rollout, order, at) : [StagePlan.Of(ramp)];
        var guards = _guards.Compile(rollout, at);
        if (ramp is null)
        {
            ControlGroupCheck.Check(rollout, order, stages, guards, problems, at);
        }

        CheckSalt(rollout, at);
        var audience = Audience(flag, rollout.Audience, ref asked, [.. at, "audience"]);
        var (evidenceDelta, evidenceRisk) = _safety.Evidence(rollout.Evidence, [.. at, "evidence"]);
        var salt = SaltOf(flag, rollout);
        return new RolloutPlan
        {
            Flag = flag,
            Id = Id(rollout, at),
            StartTicks = rollout.Start?.UtcTicks,
            Audience = [.. audience.Where(condition => condition.Decided != true)],
            Decided = [.. audience.Where(condition => condition.Decided == true)],
            AudienceText = rollout.Audience is { } written ? DocumentWriter.Write(written) : null,
            BucketingUnit = Unit(rollout, at) ?? BucketingUnit.User,
            Salt = salt,
            SaltHash = TextHash.Of(salt),
            Order = order,
            RankAttribute = Rank(rollout, order, at),
            Serve = ServeOf(rollout, variants, at),
            Stages = stages,
            Ramp = ramp,
            Guards = guards,
            Risk = _fields.Number(rollout, "risk", rollout.Risk, DefaultRisk, static risk => risk is > 0m and <= MaxRisk, "a number above 0 and up to 0.2", at),
            Settle = Settle(rollout, at),
            EvidenceDelta = evidenceDelta,
            EvidenceRisk = evidenceRisk,
            Health = _safety.Health(rollout.Health, [.. at, "health"]),
            OnRollback = _safety.OnRollback(rollout.OnRollback, [.. at, "onRollback"]),
            Feedback = _safety.Feedback(rollout.Feedback, [.. at, "feedback"]),
            PromotesOnMaxHold =
                _fields.Word(rollout, "onMaxHold", rollout.OnMaxHold, MaxHoldAction.Hold, ProblemText.MaxHoldAllowed, at) == MaxHoldAction.Promote,
        };
    }

    private string Id(RolloutDefinition rollout, string[] at)
    {
        if (rollout.Id is { } id && !NameRules.IsName(id))
        {
            problems.Add(rollout, "id", ProblemText.BadName(LogSafeText.Quote(id)), at);
        }

        return rollout.Id ?? DefaultId;
    }

    private TimeSpan Settle(RolloutDefinition rollout, string[] at)
    {
        if (rollout.Settle is not { } settle)
        {
            return RolloutPlan.DefaultSettle;
        }

        if (settle >= LeastSettle && settle <= LongestSettle && settle.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            return settle;
        }

        problems.Add(rollout, "settle", ProblemText.Kind(LogSafeText.Quote(settle.ToString("c", CultureInfo.InvariantCulture)), ProblemText.SettleAllowed), at);
        return RolloutPlan.DefaultSettle;
    }

    private void CheckSalt(RolloutDefinition rollout, string[] at)
    {
        if (rollout.Salt is { Length: 0 })
        {
            problems.Add(rollout, "salt", ProblemText.EmptySalt, at);
        }
    }

    private List<Condition> Audience(string flag, AudienceDefinition? audience, ref long asked, string[] at)
    {
        var all = new List<Condition>();
        if (audience is null)
        {
            return all;
        }

        if (audience.IsEmpty)
        {
            problems.Add(audience, "", ProblemText.ConditionsSayNothing, at);
        }

        // Only documents that are built in code can hold one: the reader knows no such field here.
        foreach (var (given, path) in new (ConditionsDefinition? Given, string[] Path)[] { (audience, at), (audience.Except, [.. at, "except"]) })
        {
            if (given?.Percentage is not null)
            {
                problems.Add(given, "percentage", ProblemText.PercentageInAudience, path);
            }
        }

        var salt = flag.ToLowerInvariant();
        lists.Compile(audience, salt, all, ref asked, at);
        if (audience.Except is { } except)
        {
            all.Add(lists.Except(except, salt, ref asked, [.. at, "except"]));
        }

        return all;
    }

    // A draw for each request is another arm at each request, and an instance is nobody who could be admitted or left alone.
    private BucketingUnit? Unit(RolloutDefinition rollout, string[] at)
    {
        if (rollout.By is { } by && (by.Length is 0 or > DocumentLimits.MaxNameLength || by.ToUpperInvariant() is "REQUEST" or "INSTANCE"))
        {
            problems.Add(rollout, "by", ProblemText.BadUnit(LogSafeText.Quote(by)), at);
            return null;
        }

        return conditions.SubjectOf(rollout, rollout.By, at);
    }

    private string? Rank(RolloutDefinition rollout, RolloutOrder order, string[] at)
    {
        if (rollout.Rank is { } rank)
        {
            if (order != RolloutOrder.Sequential)
            {
                problems.Add(rollout, "rank", ProblemText.RankNotSequential, at);
            }
            else if (rank.Length is 0 or > DocumentLimits.MaxNameLength)
            {
                problems.Add(rollout, "rank", ProblemText.BadAttribute(LogSafeText.Quote(rank)), at);
            }
        }

        return order == RolloutOrder.Sequential ? rollout.Rank ?? DefaultRank : null;
    }

    private Serve ServeOf(RolloutDefinition rollout, VariantCompiler variants, string[] at)
    {
        var given = rollout.Serve ?? ServeDefinition.True;
        if (given.Enabled && !given.IsSplit)
        {
            return variants.ServeOf(given, BucketingUnit.User, rollout, "serve", at);
        }

        problems.Add(rollout, "serve", ProblemText.BadRolloutServe(given.ToString()), at);
        return Serve.On;
    }
}
