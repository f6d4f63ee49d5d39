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
        ConditionsDefinition? except = null;
        var conditions = default(ConditionFields);
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Rule, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
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
                case "except":
                    except = ReadConditions(ref json, Fields.Conditions);
                    break;
                default:
                    conditions.Read(ref json, field);
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
            Except = except,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            When = conditions.When,
            Window = conditions.Window,
            Percentage = conditions.Percentage,
            Requires = conditions.Requires,
            Environments = conditions.Environments,
            Instances = conditions.Instances,
            Custom = conditions.Custom,
            Any = conditions.Any,
            All = conditions.All,
            Not = conditions.Not,
        };
    }

    /// <param name="json">The cursor.</param>
    /// <param name="fields">The fields that the object may have.</param>
    /// <param name="depth">How deep it is nested in <c>any</c>, <c>all</c> and <c>not</c>.</param>
    private static ConditionsDefinition? ReadConditions(ref JsonCursor json, FieldSet fields, int depth = 0)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object of conditions");
            return null;
        }

        var mark = json.Mark();
        var conditions = new ConditionFields { Depth = depth };
        var seen = default(FieldBitmap);
        while (json.NextField(fields, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            conditions.Read(ref json, field);
            json.Leave();
        }

        return new ConditionsDefinition
        {
            Mark = mark,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            When = conditions.When,
            Window = conditions.Window,
            Percentage = conditions.Percentage,
            Requires = conditions.Requires,
            Environments = conditions.Environments,
            Instances = conditions.Instances,
            Custom = conditions.Custom,
            Any = conditions.Any,
            All = conditions.All,
            Not = conditions.Not,
        };
    }

    /// <summary>The conditions' fields while an object is read: the same for rules, segments and their exceptions, as far as each may have them.</summary>
    private struct ConditionFields
    {
        public IReadOnlyList<string>? Users;
        public IReadOnlyList<string>? Segments;
        public IReadOnlyList<string>? Regions;
        public NamedEntries<AttributeDefinition>? When;
        public WindowDefinition? Window;
        public PercentageDefinition? Percentage;
        public Dictionary<string, ServeDefinition>? Requires;
        public IReadOnlyList<string>? Environments;
        public IReadOnlyList<string>? Instances;
        public NamedEntries<CustomDefinition>? Custom;
        public IReadOnlyList<ConditionsDefinition>? Any;
        public IReadOnlyList<ConditionsDefinition>? All;
        public ConditionsDefinition? Not;

        /// <summary>The depth of the object among nested ones.</summary>
        public int Depth;

        public void Read(ref JsonCursor json, string field)
        {
            switch (field)
            {
                case "users":
                    Users = json.ReadList();
                    break;
                case "segments":
                    Segments = json.ReadList();
                    break;
                case "regions":
                    Regions = json.ReadList();
                    break;
                case "when":
                    When = ReadWhen(ref json);
                    break;
                case "window":
                    Window = ReadWindow(ref json);
                    break;
                case "percentage":
                    Percentage = ReadPercentage(ref json);
                    break;
                case "requires":
                    Requires = ReadRequires(ref json);
                    break;
                case "environments":
                    Environments = json.ReadList();
                    break;
                case "instances":
                    Instances = json.ReadList();
                    break;
                case "custom":
                    Custom = ReadEntries<CustomDefinition>(ref json, "an object of registered conditions, keyed by name,", ReadCustom);
                    break;
                case "any":
                    Any = ReadNestedList(ref json, Depth + 1);
                    break;
                case "all":
                    All = ReadNestedList(ref json, Depth + 1);
                    break;
                case "not":
                    Not = ReadNested(ref json, Depth + 1);
                    break;
            }
        }
    }
}
