using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrayFlags.Documents.Writing;

internal static partial class DocumentWriter
{
    /// <summary>The audience alone, as a document holds it.</summary>
    public static string Write(AudienceDefinition audience) => WriteAlone(audience, static (json, given) => WriteAudience(json, given));

    /// <summary>A window alone, as a document holds it.</summary>
    public static string Write(WindowDefinition window) => WriteAlone(window, static (json, given) => WriteWindow(json, "window", given));

    private static string WriteAlone<T>(T given, Action<Utf8JsonWriter, T> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json, given);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteRollout(Utf8JsonWriter json, RolloutDefinition rollout)
    {
        json.WriteStartObject("rollout");
        WriteText(json, "id", rollout.Id);
        WriteInstant(json, "start", rollout.Start);
        if (rollout.Audience is { } audience)
        {
            WriteAudience(json, audience);
        }

        WriteText(json, "by", rollout.By);
        WriteText(json, "salt", rollout.Salt);
        WriteText(json, "order", Word(rollout.Order));
        WriteText(json, "rank", rollout.Rank);
        WriteServe(json, "serve", rollout.Serve);
        if (rollout.Stages is { } stages)
        {
            WriteStages(json, stages);
        }

        if (rollout.Ramp is { } ramp)
        {
            json.WriteStartObject("ramp");
            WriteDecimal(json, "from", ramp.From);
            WriteDecimal(json, "to", ramp.To);
            WriteDuration(json, "over", ramp.Over);
            json.WriteEndObject();
        }

        WriteGuards(json, rollout.Guards);
        WriteDecimal(json, "risk", rollout.Risk);
        WriteDuration(json, "settle", rollout.Settle);
        WriteSafety(json, rollout);
        WriteText(json, "onMaxHold", Word(rollout.OnMaxHold));
        json.WriteEndObject();
    }

    private static void WriteAudience(Utf8JsonWriter json, AudienceDefinition audience)
    {
        json.WriteStartObject("audience");
        WriteConditions(json, audience);
        if (audience.Except is { } except)
        {
            json.WriteStartObject("except");
            WriteConditions(json, except);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteStages(Utf8JsonWriter json, IReadOnlyList<StageDefinition> stages)
    {
        json.WriteStartArray("stages");
        foreach (var stage in stages)
        {
            json.WriteStartObject();
            WriteText(json, "name", stage.Name);
            WriteDecimal(json, "percentage", stage.Percentage);
            WriteDecimal(json, "share", stage.Share);
            WriteList(json, "regions", stage.Regions);
            WriteDecimal(json, "shadow", stage.Shadow);
            WriteDuration(json, "hold", stage.Hold);
            WriteDuration(json, "maxHold", stage.MaxHold);
            WriteInteger(json, "minSamples", stage.MinSamples);
            WriteText(json, "advance", Word(stage.Advance));
            if (stage.Window is { } window)
            {
                WriteWindow(json, "window", window);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGuards(Utf8JsonWriter json, IReadOnlyDictionary<string, GuardDefinition>? guards)
    {
        if (guards is null)
        {
            return;
        }

        json.WriteStartObject("guards");
        foreach (var (name, guard) in guards)
        {
            json.WriteStartObject(name);
            WriteText(json, "metric", Word(guard.Metric));
            WriteText(json, "kind", Word(guard.Kind));
            WriteDecimal(json, "quantile", guard.Quantile);
            WriteText(json, "compare", Word(guard.Compare));
            WriteDecimal(json, "max", guard.Max);
            if (guard.Tolerance is { } tolerance)
            {
                json.WriteStartObject("tolerance");
                WriteDecimal(json, "relative", tolerance.Relative);
                WriteDecimal(json, "absolute", tolerance.Absolute);
                json.WriteEndObject();
            }

            WriteText(json, "onBreach", Word(guard.OnBreach));
            WriteText(json, "count", Word(guard.Count));
            WriteText(json, "notEnded", Word(guard.NotEnded));
            WriteText(json, "afterCompletion", Word(guard.AfterCompletion));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSafety(Utf8JsonWriter json, RolloutDefinition rollout)
    {
        if (rollout.Evidence is { } evidence)
        {
            json.WriteStartObject("evidence");
            WriteDecimal(json, "delta", evidence.Delta);
            WriteDecimal(json, "risk", evidence.Risk);
            json.WriteEndObject();
        }

        if (rollout.Health is { } health)
        {
            json.WriteStartObject("health");
            WriteText(json, "splitMismatch", Word(health.SampleRatioMismatch));
            WriteText(json, "silentArm", Word(health.SilentArm));
            WriteText(json, "noData", Word(health.NoData));
            WriteDuration(json, "noDataAfter", health.NoDataAfter);
            json.WriteEndObject();
        }

        if (rollout.OnRollback is { } onRollback)
        {
            json.WriteStartObject("onRollback");
            WriteText(json, "resume", Word(onRollback.Resume));
            WriteDuration(json, "cooldown", onRollback.Cooldown);
            WriteInteger(json, "maxAttempts", onRollback.MaxAttempts);
            json.WriteEndObject();
        }

        if (rollout.Feedback is { } feedback)
        {
            WriteFeedback(json, feedback);
        }
    }

    private static void WriteFeedback(Utf8JsonWriter json, FeedbackDefinition feedback)
    {
        json.WriteStartObject("feedback");
        if (feedback.RemoveWhen is { } removal)
        {
            json.WriteStartObject("removeWhen");
            WriteBoolean(json, "negative", removal.Negative);
            WriteDecimal(json, "scoreBelow", removal.ScoreBelow);
            json.WriteEndObject();
        }

        WriteDuration(json, "for", feedback.For);
        json.WriteEndObject();
    }

    private static void WriteDecimal(Utf8JsonWriter json, string field, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(field, number);
        }
    }

    // The constant format: 00:30:00, 2.00:00:00.
    public static void WriteDuration(Utf8JsonWriter json, string field, TimeSpan? duration) =>
        WriteText(json, field, duration?.ToString("c", CultureInfo.InvariantCulture));
}
