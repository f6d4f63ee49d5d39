using System.Text;

namespace GrayFlags;

/// <summary>A flag's rollout, evaluated for one context.</summary>
public sealed class RolloutExplanation
{
    internal RolloutExplanation(string id, string serve, string standing, GrayArm arm, bool decides, IReadOnlyList<ConditionExplanation> conditions)
    {
        Id = id;
        Serve = serve;
        Standing = standing;
        Arm = arm;
        Decides = decides;
        Conditions = conditions;
    }

    /// <summary>The rollout's id.</summary>
    public string Id { get; }

    /// <summary>The value or variant served to admitted contexts.</summary>
    public string Serve { get; }

    /// <summary>The state of the rollout, for people.</summary>
    public string Standing { get; }

    /// <summary>The context's arm of the comparison, provided that no rule decides.</summary>
    public GrayArm Arm { get; }

    /// <summary>True when the rollout decides: it was rolled back, the unit is excluded, or it admits the context and no rule matched.</summary>
    public bool Decides { get; }

    /// <summary>The audience and the share, each with its result.</summary>
    public IReadOnlyList<ConditionExplanation> Conditions { get; }

    /// <summary>Formats the rollout and its conditions, one per line.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text, 0);
        return text.ToString();
    }

    internal void WriteTo(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2)
            .Append(Decides ? "=> " : "-  ")
            .Append("rollout '")
            .Append(Id)
            .Append("' serves ")
            .Append(Serve)
            .Append(", ")
            .Append(Standing)
            .Append(": ")
            .Append(Decides
                ? "decides"
                : Arm == GrayArm.Canary
                ? "admits, but a rule decides"
                : Arm == GrayArm.Control
                ? "leaves alone, as control"
                : "has no say");
        foreach (var condition in Conditions)
        {
            text.Append('\n');
            condition.WriteTo(text, depth + 2);
        }
    }
}
