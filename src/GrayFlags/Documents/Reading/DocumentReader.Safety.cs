using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static HealthDefinition? ReadHealth(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object with 'splitMismatch', 'silentArm', 'noData' and 'noDataAfter'");
            return null;
        }

        var mark = json.Mark();
        GuardAction? splitMismatch = null;
        GuardAction? silentArm = null;
        GuardAction? noData = null;
        TimeSpan? noDataAfter = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Health, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "splitMismatch":
                    splitMismatch = ReadWord<GuardAction>(ref json, ProblemText.ActionAllowed);
                    break;
                case "silentArm":
                    silentArm = ReadWord<GuardAction>(ref json, ProblemText.ActionAllowed);
                    break;
                case "noData":
                    noData = ReadWord<GuardAction>(ref json, ProblemText.ActionAllowed);
                    break;
                case "noDataAfter":
                    noDataAfter = ReadDuration(ref json);
                    break;
            }

            json.Leave();
        }

        return new HealthDefinition { Mark = mark, SampleRatioMismatch = splitMismatch, SilentArm = silentArm, NoData = noData, NoDataAfter = noDataAfter };
    }

    private static RollbackDefinition? ReadRollback(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object with 'resume', 'cooldown' and 'maxAttempts'");
            return null;
        }

        var mark = json.Mark();
        RolloutResume? resume = null;
        TimeSpan? cooldown = null;
        long? maxAttempts = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Rollback, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "resume":
                    resume = ReadWord<RolloutResume>(ref json, ProblemText.ResumeAllowed);
                    break;
                case "cooldown":
                    cooldown = ReadDuration(ref json);
                    break;
                case "maxAttempts":
                    maxAttempts = json.ReadInteger(1, RollbackDefinition.MostAttempts);
                    break;
            }

            json.Leave();
        }

        return new RollbackDefinition { Mark = mark, Resume = resume, Cooldown = cooldown, MaxAttempts = (int?)maxAttempts };
    }

    private static FeedbackDefinition? ReadFeedback(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object with 'removeWhen' and 'for'");
            return null;
        }

        var mark = json.Mark();
        RemovalDefinition? removeWhen = null;
        TimeSpan? duration = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Feedback, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "removeWhen":
                    removeWhen = ReadRemoval(ref json);
                    break;
                case "for":
                    duration = ReadDuration(ref json);
                    break;
            }

            json.Leave();
        }

        return new FeedbackDefinition { Mark = mark, RemoveWhen = removeWhen, For = duration };
    }

    private static RemovalDefinition? ReadRemoval(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object with 'negative' and 'scoreBelow'");
            return null;
        }

        var mark = json.Mark();
        bool? negative = null;
        decimal? scoreBelow = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Removal, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "negative":
                    negative = json.ReadBoolean();
                    break;
                case "scoreBelow":
                    scoreBelow = json.ReadDecimal(ProblemText.NotANumber);
                    break;
            }

            json.Leave();
        }

        return new RemovalDefinition { Mark = mark, Negative = negative, ScoreBelow = scoreBelow };
    }
}
