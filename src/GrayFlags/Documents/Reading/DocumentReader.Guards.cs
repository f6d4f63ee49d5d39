using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static GuardDefinition? ReadGuard(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a guard, such as { \"metric\": \"error\" },");
            return null;
        }

        var mark = json.Mark();
        GuardMetric? metric = null;
        GuardKind? kind = null;
        decimal? quantile = null;
        GuardComparison? compare = null;
        decimal? max = null;
        ToleranceDefinition? tolerance = null;
        GuardAction? onBreach = null;
        GuardCount? count = null;
        GuardNotEnded? notEnded = null;
        GuardAfterCompletion? afterCompletion = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Guard, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "metric":
                    metric = ReadWord<GuardMetric>(ref json, ProblemText.MetricAllowed);
                    break;
                case "kind":
                    kind = ReadWord<GuardKind>(ref json, ProblemText.GuardKindAllowed);
                    break;
                case "quantile":
                    quantile = json.ReadDecimal(ProblemText.NotANumber);
                    break;
                case "compare":
                    compare = ReadWord<GuardComparison>(ref json, ProblemText.CompareAllowed);
                    break;
                case "max":
                    max = json.ReadDecimal(ProblemText.NotANumber);
                    break;
                case "tolerance":
                    tolerance = ReadTolerance(ref json);
                    break;
                case "onBreach":
                    onBreach = ReadWord<GuardAction>(ref json, ProblemText.ActionAllowed);
                    break;
                case "count":
                    count = ReadWord<GuardCount>(ref json, ProblemText.CountAllowed);
                    break;
                case "notEnded":
                    notEnded = ReadWord<GuardNotEnded>(ref json, ProblemText.NotEndedAllowed);
                    break;
                case "afterCompletion":
                    afterCompletion = ReadWord<GuardAfterCompletion>(ref json, ProblemText.AfterCompletionAllowed);
                    break;
            }

            json.Leave();
        }

        return new GuardDefinition
        {
            Mark = mark,
            Metric = metric,
            Kind = kind,
            Quantile = quantile,
            Compare = compare,
            Max = max,
            Tolerance = tolerance,
            OnBreach = onBreach,
            Count = count,
            NotEnded = notEnded,
            AfterCompletion = afterCompletion,
        };
    }

    private static ToleranceDefinition? ReadTolerance(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a tolerance, such as { \"relative\": 0.1, \"absolute\": 0.0005 },");
            return null;
        }

        var mark = json.Mark();
        decimal? relative = null;
        decimal? absolute = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Tolerance, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "relative":
                    relative = json.ReadDecimal(ProblemText.NotANumber);
                    break;
                case "absolute":
                    absolute = json.ReadDecimal(ProblemText.NotANumber);
                    break;
            }

            json.Leave();
        }

        return new ToleranceDefinition { Mark = mark, Relative = relative, Absolute = absolute };
    }

    private static EvidenceDefinition? ReadEvidence(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object with 'delta' and 'risk'");
            return null;
        }

        var mark = json.Mark();
        decimal? delta = null;
        decimal? risk = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Evidence, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "delta":
                    delta = json.ReadDecimal(ProblemText.NotANumber);
                    break;
                case "risk":
                    risk = json.ReadDecimal(ProblemText.NotANumber);
                    break;
            }

            json.Leave();
        }

        return new EvidenceDefinition { Mark = mark, Delta = delta, Risk = risk };
    }
}
