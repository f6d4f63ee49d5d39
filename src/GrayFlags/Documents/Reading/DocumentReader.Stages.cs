using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static StageDefinition? ReadStage(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a stage, such as { \"name\": \"canary\", \"percentage\": 1 },");
            return null;
        }

        var mark = json.Mark();
        string? name = null;
        decimal? percentage = null;
        decimal? share = null;
        IReadOnlyList<string>? regions = null;
        decimal? shadow = null;
        TimeSpan? hold = null;
        TimeSpan? maxHold = null;
        long? minSamples = null;
        StageAdvance? advance = null;
        WindowDefinition? window = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Stage, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "name":
                    name = json.ReadText();
                    break;
                case "percentage":
                    percentage = json.ReadPercent();
                    break;
                case "share":
                    share = json.ReadPercent();
                    break;
                case "regions":
                    regions = json.ReadList();
                    break;
                case "shadow":
                    shadow = json.ReadDecimal(ProblemText.NotAShare);
                    break;
                case "hold":
                    hold = ReadDuration(ref json);
                    break;
                case "maxHold":
                    maxHold = ReadDuration(ref json);
                    break;
                case "minSamples":
                    minSamples = json.ReadInteger(0, int.MaxValue);
                    break;
                case "advance":
                    advance = ReadWord<StageAdvance>(ref json, ProblemText.AdvanceAllowed);
                    break;
                case "window":
                    window = ReadWindow(ref json);
                    break;
            }

            json.Leave();
        }

        return new StageDefinition
        {
            Mark = mark,
            Name = name,
            Percentage = percentage,
            Share = share,
            Regions = regions,
            Shadow = shadow,
            Hold = hold,
            MaxHold = maxHold,
            MinSamples = (int?)minSamples,
            Advance = advance,
            Window = window,
        };
    }
}
