using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Explain;

/// <summary>An explanation as one JSON object.</summary>
internal static class ExplanationJson
{
    public static void Write(GrayExplanation explanation, DateTimeOffset at, IReadOnlyList<string> notes, Terminal terminal) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.Field("flag", explanation.Flag);
        json.WriteString("at", at.UtcDateTime);
        Write(json, explanation.Decision);
        json.Field("summary", explanation.Summary);
        json.WriteStartArray("rules");
        foreach (var rule in explanation.Rules)
        {
            Write(json, rule);
        }

        json.WriteEndArray();
        if (explanation.Rollout is { } rollout)
        {
            Write(json, rollout);
        }

        json.WriteStartArray("notes");
        foreach (var note in notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, GrayDecision decision)
    {
        json.WriteStartObject("decision");
        json.WriteBoolean("enabled", decision.Enabled);
        json.Field("variant", decision.Variant).Field("reason", decision.Reason.ToString()).Field("rule", decision.Rule).Field("bucket", decision.Bucket)
            .Field("error", decision.Error == DecisionError.None ? null : decision.Error.ToString());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RuleExplanation rule)
    {
        json.WriteStartObject();
        json.Field("name", rule.Name).Field("priority", rule.Priority).Field("serve", rule.Serve);
        json.WriteBoolean("switchedOff", rule.IsSwitchedOff);
        json.WriteBoolean("matches", rule.Matches);
        json.WriteBoolean("decides", rule.Decides);
        Write(json, "conditions", rule.Conditions);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RolloutExplanation rollout)
    {
        json.WriteStartObject("rollout");
        json.Field("id", rollout.Id).Field("serve", rollout.Serve).Field("standing", rollout.Standing).Field("arm", rollout.Arm.ToString());
        json.WriteBoolean("decides", rollout.Decides);
        Write(json, "conditions", rollout.Conditions);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<ConditionExplanation> conditions)
    {
        json.WriteStartArray(name);
        foreach (var condition in conditions)
        {
            json.WriteStartObject();
            json.Field("field", condition.Field).Field("wanted", condition.Wanted).Field("seen", condition.Seen);
            json.WriteBoolean("holds", condition.Holds);
            if (condition.Parts.Count > 0)
            {
                Write(json, "parts", condition.Parts);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
