using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    public static PercentageDefinition? ReadPercentage(ref JsonCursor json)
    {
        var mark = json.Mark();
        if (json.Token != JsonTokenType.StartObject)
        {
            return json.ReadPercent() is { } percent ? new PercentageDefinition { Mark = mark, Of = percent } : null;
        }

        decimal? of = null, from = null;
        string? by = null, salt = null;
        bool? overlap = null;
        List<RampPointDefinition>? ramp = null;
        RampShape? shape = null;
        BucketHash? hash = null;
        decimal? outOf = null;
        IReadOnlyList<string>? fallbacks = null;
        MissingUnit? ifMissing = null;
        bool? ignoreCase = null;
        var seen = default(FieldBitmap);
        var before = json.ProblemCount;
        while (json.NextField(Fields.Percentage, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "of":
                    of = json.ReadPercent();
                    break;
                case "from":
                    from = json.ReadPercent();
                    break;
                case "by":
                    by = json.ReadText();
                    break;
                case "salt":
                    salt = json.ReadText();
                    break;
                case "overlap":
                    overlap = json.ReadBoolean();
                    break;
                case "ramp":
                    ramp = ReadItems<RampPointDefinition>(
                        ref json,
                        "a list of points, such as { \"at\": \"2026-12-01T00:00:00+08:00\", \"of\": 25 },",
                        ReadRampPoint);
                    break;
                case "shape":
                    shape = ReadWord<RampShape>(ref json, "steps or linear");
                    break;
                case "hash":
                    hash = ReadWord<BucketHash>(ref json, "unleash, unleashVariant, featureManagement, flagd or flagdV1");
                    break;
                case "outOf":
                    outOf = json.ReadDecimal(ProblemText.NotAWhole);
                    break;
                case "fallbacks":
                    fallbacks = json.ReadList();
                    break;
                case "ifMissing":
                    ifMissing = ReadWord<MissingUnit>(ref json, "outside, empty or random");
                    break;
                case "ignoreCase":
                    ignoreCase = json.ReadBoolean();
                    break;
            }

            json.Leave();
        }

        if (json.ProblemCount == before && (of is null) == (ramp is null))
        {
            json.Report(of is null ? ProblemText.Kind("nothing", "'of', the size of the share in percent, or 'ramp'") : ProblemText.OfAndRamp, mark.Position);
        }

        return new PercentageDefinition
        {
            Mark = mark,
            Of = of ?? 0,
            By = by,
            Salt = salt,
            From = from,
            Overlap = overlap,
            Ramp = ramp,
            Shape = shape,
            Hash = hash,
            OutOf = outOf,
            Fallbacks = fallbacks,
            IfMissing = ifMissing,
            IgnoreCase = ignoreCase,
        };
    }

    private static RampPointDefinition? ReadRampPoint(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a point of a ramp, which is an object with 'at' and 'of',");
            return null;
        }

        var mark = json.Mark();
        DateTimeOffset? at = null;
        decimal? of = null;
        var seen = default(FieldBitmap);
        var before = json.ProblemCount;
        while (json.NextField(Fields.RampPoint, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            if (field == "at")
            {
                at = ReadInstant(ref json);
            }
            else
            {
                of = json.ReadPercent();
            }

            json.Leave();
        }

        if (json.ProblemCount == before && (at is null || of is null))
        {
            json.Report(ProblemText.Kind("nothing", at is null ? "'at', the instant of the point," : "'of', the size of the share in percent,"), mark.Position);
        }

        return at is { } instant && of is { } share ? new RampPointDefinition { Mark = mark, At = instant, Of = share } : null;
    }
}
