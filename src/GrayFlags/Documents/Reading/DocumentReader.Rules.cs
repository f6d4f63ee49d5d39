using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static NamedEntries<RuleDefinition>? ReadRules(ref JsonCursor json)
    {
        if (json.Token == JsonTokenType.StartArray)
        {
            json.Report(ProblemText.RulesAreKeyed);
            json.Skip();
            return null;
        }

        return ReadEntries<RuleDefinition>(ref json, "an object of rules, keyed by name,", ReadRule);
    }

    private static RuleDefinition? ReadRule(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportNoRule();
            return null;
        }

        var mark = json.Mark();
        string? description = null;
        JsonElement? metadata = null;
        bool? enabled = null;
        long? priority = null;
        ServeDefinition? serve = null;
        List<AllocationDefinition>? allocation = null;
        ConditionsDefinition? except = null;
        var conditions = default(FieldValues);
        var seen = default(FieldBitmap);
        while (json.TryNext(Fields.Rule, ref seen, out var field))
        {
            mark.AddField(field.Name, json.Position());
            switch (field.Name)
            {
                case "description":
                    description = json.ReadText();
                    break;
                case "metadata":
                    metadata = json.ReadAny();
                    break;
                case "enabled":
                    enabled = json.ReadBoolean();
                    break;
                case "priority":
                    priority = json.ReadInteger(int.MinValue, int.MaxValue);
                    break;
                case "serve":
                    serve = ReadServe(ref json);
                    break;
                case "allocation":
                    allocation = ReadAllocation(ref json);
                    break;
                case "except":
                    except = ReadConditions(ref json, Fields.Conditions);
                    break;
                default:
                    conditions.Add(field, field.Kind!.Read(ref json));
                    break;
            }

            json.Leave();
        }

        return new RuleDefinition
        {
            Mark = mark,
            Description = description,
            Metadata = metadata,
            Enabled = enabled,
            Priority = (int?)priority,
            Serve = serve,
            Allocation = allocation,
            Except = except,
            Conditions = conditions,
        };
    }

    private static ConditionsDefinition? ReadConditions(ref JsonCursor json, FieldSet fields)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object of conditions");
            return null;
        }

        var mark = json.Mark();
        var conditions = ReadFields(ref json, fields, ref mark);
        return new ConditionsDefinition { Mark = mark, Conditions = conditions };
    }

    /// <summary>Reads an object all of whose fields are of a table.</summary>
    private static FieldValues ReadFields(ref JsonCursor json, FieldSet fields, ref SourceLocation mark)
    {
        var values = default(FieldValues);
        var seen = default(FieldBitmap);
        while (json.TryNext(fields, ref seen, out var field))
        {
            mark.AddField(field.Name, json.Position());
            values.Add(field, field.Kind!.Read(ref json));
            json.Leave();
        }

        return values;
    }
}
