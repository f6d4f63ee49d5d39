using System.Text.Json;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Eval;

/// <summary>The way in which a document is read and used: two lines with equal settings and one document share an evaluator.</summary>
/// <param name="Format">The format of the document.</param>
/// <param name="Environment">The environment that it is used in. Null: Production.</param>
/// <param name="IgnoreCase">For Microsoft.FeatureManagement: true to ignore the case of users and groups.</param>
/// <param name="Fractional">For flagd: the generation of <c>fractional</c>.</param>
/// <param name="Conditions">The verdicts of the app's own conditions, as JSON; empty: none holds.</param>
internal sealed record EvalSettings(string Format, string? Environment, bool IgnoreCase, string Fractional, string Conditions)
{
    public RuleSettings Rules
    {
        get
        {
            var settings = new RuleSettings { Conditions = Verdicts() };
            return settings with { EnvironmentName = Environment ?? settings.EnvironmentName };
        }
    }

    private Dictionary<string, bool> Verdicts()
    {
        var verdicts = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        if (Conditions.Length > 0)
        {
            using var json = JsonDocument.Parse(Conditions);
            foreach (var condition in json.RootElement.EnumerateObject())
            {
                verdicts[condition.Name] = condition.Value.GetBoolean();
            }
        }

        return verdicts;
    }
}
