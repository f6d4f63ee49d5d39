using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static FlagDefinition ReadFlag(ref JsonCursor json)
    {
        var mark = json.Mark();
        var start = json.Start;
        if (json.Token != JsonTokenType.StartObject)
        {
            return new FlagDefinition { Mark = mark, Static = json.ReadBoolean("true, false or an object"), ContentHash = json.HashSince(start) };
        }

        string? description = null, owner = null;
        FlagExpiry? expires = null;
        IReadOnlyList<string>? tags = null;
        JsonElement? metadata = null;
        bool? clientSide = null, enabled = null;
        NamedEntries<RuleDefinition>? rules = null;
        NamedEntries<VariantDefinition>? variants = null;
        RolloutDefinition? rollout = null;
        ServeDefinition? serve = null;
        List<AllocationDefinition>? allocation = null;
        string? whenOff = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Flag, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "description":
                    description = json.ReadText();
                    break;
                case "owner":
                    owner = json.ReadText();
                    break;
                case "expires":
                    expires = ReadExpiry(ref json);
                    break;
                case "tags":
                    tags = json.ReadList();
                    break;
                case "metadata":
                    metadata = json.ReadAny();
                    break;
                case "clientSide":
                    clientSide = json.ReadBoolean();
                    break;
                case "enabled":
                    enabled = json.ReadBoolean();
                    break;
                case "rules":
                    rules = ReadRules(ref json);
                    break;
                case "rollout":
                    rollout = ReadRollout(ref json);
                    break;
                case "default":
                    serve = ReadServe(ref json);
                    break;
                case "variants":
                    variants = ReadEntries<VariantDefinition>(ref json, "an object of variants, keyed by name,", ReadVariant);
                    break;
                case "allocation":
                    allocation = ReadAllocation(ref json);
                    break;
                case "whenOff":
                    whenOff = json.ReadText("the name of a variant");
                    break;
            }

            json.Leave();
        }

        return new FlagDefinition
        {
            Mark = mark,
            ContentHash = json.HashSince(start),
            Description = description,
            Owner = owner,
            Expires = expires,
            Tags = tags,
            Metadata = metadata,
            ClientSide = clientSide,
            Enabled = enabled,
            Rules = rules,
            Rollout = rollout,
            Default = serve,
            Variants = variants,
            Allocation = allocation,
            WhenOff = whenOff,
        };
    }

    private static VariantDefinition ReadVariant(ref JsonCursor json)
    {
        var mark = json.Mark();
        decimal? weight = null;
        bool? enabled = null;
        JsonElement? value = null;
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a variant, such as { \"value\": 25 },");
            return new VariantDefinition { Mark = mark };
        }

        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Variant, ref seen, out var field))
        {
            mark.AddField(field, json.Position());
            switch (field)
            {
                case "weight":
                    weight = json.ReadDecimal(ProblemText.NotAWeight);
                    break;
                case "enabled":
                    enabled = json.ReadBoolean();
                    break;
                default:
                    value = json.ReadAny();
                    break;
            }

            json.Leave();
        }

        return new VariantDefinition { Mark = mark, Weight = weight, Enabled = enabled, Value = value };
    }

    private static List<AllocationDefinition>? ReadAllocation(ref JsonCursor json) =>
        ReadItems<AllocationDefinition>(ref json, "a list of steps, such as [{ \"users\": [\"u-1\"], \"variant\": \"a\" }],", ReadStep);

    private static AllocationDefinition? ReadStep(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a step of an allocation, such as { \"users\": [\"u-1\"], \"variant\": \"a\" },");
            return null;
        }

        var mark = json.Mark();
        string? variant = null;
        var conditions = default(FieldValues);
        var seen = default(FieldBitmap);
        while (json.TryNext(Fields.Allocation, ref seen, out var field))
        {
            mark.AddField(field.Name, json.Position());
            if (field.Name == "variant")
            {
                variant = json.ReadText("the name of a variant");
            }
            else
            {
                conditions.Add(field, field.Kind!.Read(ref json));
            }

            json.Leave();
        }

        return new AllocationDefinition { Mark = mark, Variant = variant, Conditions = conditions };
    }

    private static ServeDefinition? ReadServe(ref JsonCursor json)
    {
        if (json.Token is JsonTokenType.True or JsonTokenType.False)
        {
            return json.Token == JsonTokenType.True;
        }

        if (json.ReadText("true, false, split or the name of a variant") is not { } text)
        {
            return null;
        }

        // No variant may bear these names, so their text has one meaning in every source.
        if (bool.TryParse(text, out var on))
        {
            return on;
        }

        if (string.Equals(text, "split", StringComparison.OrdinalIgnoreCase))
        {
            return ServeDefinition.Split;
        }

        if (text.Length == 0)
        {
            json.Report(ProblemText.BadName("''"));
            return null;
        }

        return ServeDefinition.FromVariant(text);
    }
}
