using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static RolloutDefinition? ReadRollout(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a rollout, which is an object,");
            return null;
        }

        var mark = json.Mark();
        string? id = null;
        DateTimeOffset? start = null;
        AudienceDefinition? audience = null;
        string? by = null;
        string? salt = null;
        RolloutOrder? order = null;
        string? rank = null;
        ServeDefinition? serve = null;
        List<StageDefinition>? stages = null;
        RolloutRampDefinition? ramp = null;
        NamedEntries<GuardDefinition>? guards = null;
        decimal? risk = null;
        TimeSpan? settle = null;
        EvidenceDefinition? evidence = null;
        HealthDefinition? health = null;
        RollbackDefinition? onRollback = null;
        FeedbackDefinition? feedback = null;
        MaxHoldAction? onMaxHold = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Rollout, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "id":
                    id = json.ReadText();
                    break;
                case "start":
                    start = ReadInstant(ref json);
                    break;
                case "audience":
                    audience = ReadAudience(ref json);
                    break;
                case "by":
                    by = json.ReadText();
                    break;
                case "salt":
                    salt = json.ReadText();
                    break;
                case "order":
                    order = ReadWord<RolloutOrder>(ref json, ProblemText.OrderAllowed);
                    break;
                case "rank":
                    rank = json.ReadText();
                    break;
                case "serve":
                    serve = ReadServe(ref json);
                    break;
                case "stages":
                    stages = ReadItems<StageDefinition>(ref json, "a list of stages, such as { \"name\": \"canary\", \"percentage\": 1 },", ReadStage);
                    break;
                case "ramp":
                    ramp = ReadRolloutRamp(ref json);
                    break;
                case "guards":
                    guards = ReadEntries<GuardDefinition>(ref json, "an object of guards, keyed by name,", ReadGuard);
                    break;
                case "risk":
                    risk = json.ReadDecimal(ProblemText.NotANumber);
                    break;
                case "settle":
                    settle = ReadDuration(ref json);
                    break;
                case "evidence":
                    evidence = ReadEvidence(ref json);
                    break;
                case "health":
                    health = ReadHealth(ref json);
                    break;
                case "onRollback":
                    onRollback = ReadRollback(ref json);
                    break;
                case "feedback":
                    feedback = ReadFeedback(ref json);
                    break;
                case "onMaxHold":
                    onMaxHold = ReadWord<MaxHoldAction>(ref json, ProblemText.MaxHoldAllowed);
                    break;
            }

            json.Leave();
        }

        return new RolloutDefinition
        {
            Mark = mark,
            Id = id,
            Start = start,
            Audience = audience,
            By = by,
            Salt = salt,
            Order = order,
            Rank = rank,
            Serve = serve,
            Stages = stages,
            Ramp = ramp,
            Guards = guards,
            Risk = risk,
            Settle = settle,
            Evidence = evidence,
            Health = health,
            OnRollback = onRollback,
            Feedback = feedback,
            OnMaxHold = onMaxHold,
        };
    }

    private static AudienceDefinition? ReadAudience(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object of conditions");
            return null;
        }

        var mark = json.Mark();
        ConditionsDefinition? except = null;
        var conditions = default(FieldValues);
        var seen = default(FieldBitmap);
        while (json.TryNext(Fields.Audience, ref seen, out var field))
        {
            mark.AddField(field.Name, json.Position());
            if (field.Kind is { } kind)
            {
                conditions.Add(field, kind.Read(ref json));
            }
            else
            {
                except = ReadConditions(ref json, Fields.AudienceExcept);
            }

            json.Leave();
        }

        return new AudienceDefinition { Mark = mark, Except = except, Conditions = conditions };
    }

    private static RolloutRampDefinition? ReadRolloutRamp(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a ramp, such as { \"from\": 1, \"to\": 50, \"over\": \"2.00:00:00\" },");
            return null;
        }

        var mark = json.Mark();
        decimal? from = null;
        decimal? to = null;
        TimeSpan? over = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.RolloutRamp, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "from":
                    from = json.ReadPercent();
                    break;
                case "to":
                    to = json.ReadPercent();
                    break;
                case "over":
                    over = ReadDuration(ref json);
                    break;
            }

            json.Leave();
        }

        return new RolloutRampDefinition { Mark = mark, From = from, To = to, Over = over };
    }
}
