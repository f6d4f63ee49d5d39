using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Conditions;

/// <summary>The user id is in a list.</summary>
internal sealed class UsersCondition(IdSet users) : Condition
{
    public IdSet Users { get; } = users;

    public override long Steps => 1;

    public override bool Holds(ref EvaluationFrame frame) =>
        frame.Context.TryGetUserHash(out var hash) && Users.Contains(frame.Context.UserId!, hash);

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var holds = Holds(ref frame);
        var other = !holds && frame.Context.UserId is { Length: > 0 } id ? Users.FindInAnotherCase(id) : null;
        var hint = other is null ? "" : $" ({Shown(other)} is in the list: ids are case-sensitive)";
        return new(
            "users", Users.Count == 1 ? "the one user of the list" : $"one of {Users.Count} users", $"user {Shown(frame.Context.UserId)}{hint}", holds);
    }
}
