using System.Collections.Immutable;
using GrayFlags.Documents.Reading;
using GrayFlags.Documents.Writing;

namespace GrayFlags.Documents;

/// <summary>The conditions as fields of documents: reader, writer and configuration reader know no others.</summary>
/// <remarks>
/// To add one: a row here, a property in <see cref="ConditionsDefinition"/>, a row of <see cref="Compilation.ConditionEntry"/> with the condition that it
/// makes, and the schema.
/// </remarks>
internal static class ConditionField
{
    // A field's place is that of its row, so the rows come first, in the order of the schema.
    private static readonly FieldTable Table = new();

    public static readonly Field Users = Table.Add("users", FieldKind.Texts);
    public static readonly Field Segments = Table.Add("segments", FieldKind.Texts);
    public static readonly Field Regions = Table.Add("regions", FieldKind.Texts);

    public static readonly Field When = Table.Add("when", FieldKind.Of<IReadOnlyDictionary<string, AttributeDefinition>>(
        (ref json) => DocumentReader.ReadWhen(ref json), DocumentWriter.WriteWhen, FieldShape.Attributes));

    public static readonly Field Window = Table.Add("window", FieldKind.Of<WindowDefinition>(
        (ref json) => DocumentReader.ReadWindow(ref json), DocumentWriter.WriteWindow, FieldShape.Object));

    public static readonly Field Percentage = Table.Add("percentage", FieldKind.Of<PercentageDefinition>(
        (ref json) => DocumentReader.ReadPercentage(ref json), DocumentWriter.WritePercentage, FieldShape.Object));

    public static readonly Field Requires = Table.Add("requires", FieldKind.Of<IReadOnlyDictionary<string, ServeDefinition>>(
        (ref json) => DocumentReader.ReadRequires(ref json), DocumentWriter.WriteRequires, FieldShape.List));

    public static readonly Field Environments = Table.Add("environments", FieldKind.Texts);
    public static readonly Field Instances = Table.Add("instances", FieldKind.Texts);

    public static readonly Field Custom = Table.Add("custom", FieldKind.Of<IReadOnlyDictionary<string, CustomDefinition>>(
        (ref json) => DocumentReader.ReadCustom(ref json), DocumentWriter.WriteCustom, FieldShape.Custom));

    public static readonly Field Any = Table.Add("any", ConditionsList);
    public static readonly Field All = Table.Add("all", ConditionsList);

    public static readonly Field Not = Table.Add("not", FieldKind.Of<ConditionsDefinition>(
        (ref json) => DocumentReader.ReadNested(ref json), DocumentWriter.WriteNested, FieldShape.Conditions));

    /// <summary>All of them, as a rule and the exceptions of a rule have them.</summary>
    public static readonly ImmutableArray<Field> OfRules = Table.Rows;

    /// <summary>Those that say who somebody is, which a segment may have.</summary>
    public static readonly ImmutableArray<Field> OfSegments = [Users, Segments, Regions, When];

    /// <summary>Those of an audience: all but the percentage, which a rollout has itself.</summary>
    public static readonly ImmutableArray<Field> OfAudience = OfRules.Remove(Percentage);

    private static FieldKind ConditionsList => FieldKind.Of<IReadOnlyList<ConditionsDefinition>>(
        (ref json) => DocumentReader.ReadNestedList(ref json), DocumentWriter.WriteNestedList, FieldShape.ConditionsList);
}
