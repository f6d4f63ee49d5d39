using System.Text;

namespace GrayFlags;

/// <summary>A flag's rollout, as it stood for one context.</summary>
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

    /// <summary>What those who are admitted are served.</summary>
    public string Serve { get; }

    /// <summary>Where it stands, for people.</summary>
    public string Standing { get; }

    /// <summary>On which side of its comparison the context is, provided that no rule decides.</summary>
    public GrayArm Arm { get; }

    /// <summary>Whether it decides: it was rolled back, the unit was taken out, or it admits the context and no rule matched.</summary>
    public bool Decides { get; }

    /// <summary>Its audience and its share, each with its verdict.</summary>
    public IReadOnlyList<ConditionExplanation> Conditions { get; }

    /// <summary>The rollout and its conditions, a line each.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text, 0);
        return text.ToString();
    }

    internal void WriteTo(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(Decides ? "=> " : "-  ").Append("rollout '").Append(Id).Append("' serves ").Append(Serve).Append(", ").Append(Standing).Append(": ")
            .Append(Decides ? "decides" : Arm == GrayArm.Canary ? "admits, but a rule decides" : Arm == GrayArm.Control ? "leaves alone, as control" : "has no say");
        foreach (var condition in Conditions)
        {
            text.Append('\n');
            condition.WriteTo(text, depth + 2);
        }
    }
}
