using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>
/// A second opinion, straight from DESIGN.md: naive, recursive, slow, and sharing no code with the library but the definitions of a document.
/// </summary>
internal sealed class ReferenceEvaluator(FlagDocument document, ReferenceContext context, DateTimeOffset now)
{
    public ReferenceDecision Evaluate(string name)
    {
        var (flagName, flag) = document.Flags.FirstOrDefault(flag => flag.Key == name);
        if (flag is null)
        {
            (flagName, flag) = document.Flags.FirstOrDefault(flag => Same(flag.Key, name));
        }

        if (flag is null)
        {
            return new(false, null, DecisionReason.Error, Error: DecisionError.FlagNotFound);
        }

        if (document.Off.Any(off => Same(off, name)) || flag.Enabled == false)
        {
            return new(false, null, DecisionReason.Disabled);
        }

        if (flag.Static is { } on)
        {
            return new(on, null, DecisionReason.Static);
        }

        var salt = flagName.ToLowerInvariant();
        var rules = (flag.Rules ?? new Dictionary<string, RuleDefinition>())
            .Where(rule => rule.Value.Enabled != false)
            .OrderBy(rule => rule.Value.Priority ?? 0)
            .ThenBy(rule => Serves(rule.Value).Enabled)
            .ThenBy(rule => rule.Key, StringComparer.Ordinal)
            .ToList();
        var deciding = rules.FirstOrDefault(rule => ButForTheId(rule.Value, salt) && Share(rule.Value.Percentage, salt) && HasId(rule.Value));
        if (deciding.Value is { } rule)
        {
            var bucket = rule.Percentage is { } percentage ? ReferenceHash.Bucket(Subject(percentage)!, percentage.Salt ?? salt) : -1;
            var isSplit = rule.Percentage is not null || Serves(rule).IsSplit;
            return new(
                Serves(rule).Enabled,
                Variant(flagName, flag, Serves(rule), SplitSubject(rule.Percentage)),
                isSplit ? DecisionReason.Split : DecisionReason.TargetingMatch,
                deciding.Key,
                bucket);
        }

        // A missing id mattered where a rule would have matched somebody like this one who has it.
        var isMissing = rules.Any(rule => IsIdMissing(rule.Value) && ButForTheId(rule.Value, salt));
        var error = isMissing ? DecisionError.TargetingKeyMissing : DecisionError.None;
        var serve = flag.Default ?? ServeDefinition.False;
        if (serve.IsSplit)
        {
            return SplitSubject(null) is { } user
                ? new(true, Variant(flagName, flag, serve, user), DecisionReason.Split)
                : new(false, null, DecisionReason.Default, Error: DecisionError.TargetingKeyMissing);
        }

        return new(serve.Enabled, Variant(flagName, flag, serve, null), DecisionReason.Default, Error: error);
    }

    private static bool Serves(ReferenceDecision decision, ServeDefinition required) => required.Variant is { } variant
        ? decision.Enabled && decision.Variant is { } served && Same(served, variant)
        : decision.Enabled == required.Enabled;

    private static ServeDefinition Serves(RuleDefinition rule) => rule.Serve ?? ServeDefinition.True;

    private static string? Variant(string flagName, FlagDefinition flag, ServeDefinition serve, string? subject) => serve.IsSplit
        ? ReferenceSplit.Choose(flagName, flag.Variants!, subject!)
        : serve.Variant is null ? null : flag.Variants!.Keys.Single(name => Same(name, serve.Variant));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private string? SplitSubject(PercentageDefinition? percentage) => Subject(percentage ?? new PercentageDefinition());

    private bool HasId(RuleDefinition rule) => !Serves(rule).IsSplit || SplitSubject(rule.Percentage) is not null;

    private bool IsIdMissing(RuleDefinition rule) =>
        rule.Percentage is { } percentage ? ReferenceRamp.Of(percentage, now) > 0 && Subject(percentage) is null : !HasId(rule);

    private bool ButForTheId(RuleDefinition rule, string salt) =>
        Verdicts(rule, salt, isWithPercentage: false).All(verdict => verdict)
        && (rule.Except is null || !Verdicts(rule.Except, salt, isWithPercentage: true).Any(verdict => verdict));

    private IEnumerable<bool> Verdicts(ConditionsDefinition conditions, string salt, bool isWithPercentage)
    {
        foreach (var verdict in Verdicts(conditions))
        {
            yield return verdict;
        }

        if (conditions.Window is { } window)
        {
            yield return ReferenceWindow.IsOpen(window, now);
        }

        if (conditions.Requires is { } requires)
        {
            yield return requires.Count > 0 && requires.All(required => Serves(Evaluate(required.Key), required.Value));
        }

        if (conditions.Environments is { } environments)
        {
            yield return environments.Any(name => Same(name, RandomScenario.Environment));
        }

        if (conditions.Instances is { } instances)
        {
            yield return instances.Any(name => Same(name, RandomScenario.Instance));
        }

        if (conditions.Custom is not null)
        {
            // The only one that the scenario registers: SampleConditions, "even".
            yield return context.User is { } user && user.Length % 2 == 0;
        }

        if (conditions.Any is { } any)
        {
            yield return any.Any(nested => AllHold(nested, salt));
        }

        if (conditions.All is { } all)
        {
            yield return all.All(nested => AllHold(nested, salt));
        }

        if (conditions.Not is { } not)
        {
            yield return !AllHold(not, salt);
        }

        if (isWithPercentage && conditions.Percentage is not null)
        {
            yield return Share(conditions.Percentage, salt);
        }
    }

    private bool AllHold(ConditionsDefinition nested, string salt) => Verdicts(nested, salt, isWithPercentage: false).All(verdict => verdict);

    private IEnumerable<bool> Verdicts(MembershipDefinition conditions)
    {
        if (conditions.Users is { } users)
        {
            yield return IsUser(users);
        }

        foreach (var verdict in VerdictsButUsers(conditions))
        {
            yield return verdict;
        }
    }

    private IEnumerable<bool> VerdictsButUsers(MembershipDefinition conditions)
    {
        if (conditions.Segments is { } segments)
        {
            yield return segments.Any(IsInSegment);
        }

        if (conditions.Regions is { } regions)
        {
            yield return regions.Any(
                code => context.Region is { Length: > 0 } region && (Same(region, code) || region.StartsWith(code + "-", StringComparison.OrdinalIgnoreCase)));
        }

        if (conditions.When is { } when)
        {
            yield return when.All(asked => ReferenceWhen.Holds(asked.Value, context.Value(asked.Key), now));
        }
    }

    private bool IsUser(IReadOnlyList<string> users) => context.User is { Length: > 0 } user && users.Contains(user);

    private bool IsInSegment(string name)
    {
        var segment = document.Segments.Single(segment => Same(segment.Key, name)).Value;
        var others = VerdictsButUsers(segment).ToList();
        var isIn = (segment.Users is { } users && IsUser(users)) || (others.Count > 0 && others.All(verdict => verdict));
        return isIn && (segment.Except is null || !Verdicts(segment.Except).Any(verdict => verdict));
    }

    private bool Share(PercentageDefinition? percentage, string salt)
    {
        if (percentage is null)
        {
            return true;
        }

        if (Subject(percentage) is not { } subject)
        {
            return false;
        }

        var percent = ReferenceHash.Bucket(subject, percentage.Salt ?? salt) / 1000m;
        var from = percentage.From ?? 0;
        return from <= percent && percent < from + ReferenceRamp.Of(percentage, now);
    }

    private string? Subject(PercentageDefinition percentage)
    {
        var text = percentage.By?.ToUpperInvariant() switch
        {
            null or "USER" => context.User,
            "REGION" => context.Region,
            "INSTANCE" => RandomScenario.Instance,
            _ => context.Attributes.TryGetValue(percentage.By, out var value) ? Text(value) : null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string? Text(object value) => value switch
    {
        string text => text,
        bool boolean => boolean ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        double number when !double.IsFinite(number) => null,
        double number when number == Math.Truncate(number) && Math.Abs(number) <= 9_007_199_254_740_992d =>
            new decimal(number).ToString("0", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };
}
