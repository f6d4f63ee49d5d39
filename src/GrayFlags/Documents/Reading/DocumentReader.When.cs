using System.Text.Json;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static NamedEntries<AttributeDefinition>? ReadWhen(ref JsonCursor json) =>
        ReadEntries<AttributeDefinition>(ref json, "an object of attributes, keyed by name,", ReadAttribute);

    private static AttributeDefinition ReadAttribute(ref JsonCursor json)
    {
        var mark = json.Mark();
        if (json.Token == JsonTokenType.StartArray)
        {
            return new AttributeDefinition { Mark = mark, In = json.ReadLiterals(isSplit: false) };
        }

        if (json.Token != JsonTokenType.StartObject)
        {
            return new AttributeDefinition { Mark = mark, Eq = json.ReadLiteral("a value, a list or an object of operators") };
        }

        IReadOnlyList<string>? isIn = null, notIn = null, contains = null, startsWith = null, endsWith = null, matches = null, cidr = null;
        string? eq = null, ne = null, gt = null, gte = null, lt = null, lte = null, semver = null;
        DateTimeOffset? before = null, after = null;
        bool? exists = null;
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Attribute, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
            {
                case "in":
                    isIn = json.ReadLiterals(isSplit: true);
                    break;
                case "notIn":
                    notIn = json.ReadLiterals(isSplit: true);
                    break;
                case "eq":
                    eq = json.ReadLiteral();
                    break;
                case "ne":
                    ne = json.ReadLiteral();
                    break;
                case "gt":
                    gt = json.ReadLiteral();
                    break;
                case "gte":
                    gte = json.ReadLiteral();
                    break;
                case "lt":
                    lt = json.ReadLiteral();
                    break;
                case "lte":
                    lte = json.ReadLiteral();
                    break;
                case "contains":
                    contains = json.ReadLiterals(isSplit: false);
                    break;
                case "startsWith":
                    startsWith = json.ReadLiterals(isSplit: false);
                    break;
                case "endsWith":
                    endsWith = json.ReadLiterals(isSplit: false);
                    break;
                case "matches":
                    matches = json.ReadLiterals(isSplit: false);
                    break;
                case "before":
                    before = ReadInstant(ref json);
                    break;
                case "after":
                    after = ReadInstant(ref json);
                    break;
                case "semver":
                    semver = json.ReadLiteral();
                    break;
                case "cidr":
                    cidr = json.ReadList();
                    break;
                case "exists":
                    exists = json.ReadBoolean();
                    break;
            }

            json.Leave();
        }

        return new AttributeDefinition
        {
            Mark = mark,
            In = isIn,
            NotIn = notIn,
            Eq = eq,
            Ne = ne,
            Gt = gt,
            Gte = gte,
            Lt = lt,
            Lte = lte,
            Contains = contains,
            StartsWith = startsWith,
            EndsWith = endsWith,
            Matches = matches,
            Before = before,
            After = after,
            Semver = semver,
            Cidr = cidr,
            Exists = exists,
        };
    }
}
