using System.Collections.Frozen;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Providers.Configuration;

/// <summary>Walks down the schema. All it knows is what configuration blurs; fields and types are the reader's to check.</summary>
internal static class ConfigPlaces
{
    private static readonly FrozenDictionary<string, string> Spellings = SpellingsOf(
        Fields.Document, Fields.Segment, Fields.Flag, Fields.Rule, Fields.Attribute, Fields.Percentage, Fields.RampPoint, Fields.Window, Fields.Recurrence,
        Fields.Variant, Fields.Allocation,
        Fields.Rollout, Fields.Stage, Fields.RolloutRamp, Fields.Guard, Fields.Tolerance, Fields.Evidence, Fields.Health, Fields.Rollback, Fields.Feedback,
        Fields.Removal);

    public static ConfigPlace Below(this ConfigPlace place, string name) => place switch
    {
        ConfigPlace.Document => DocumentField(name),
        ConfigPlace.Flags => ConfigPlace.Flag,
        ConfigPlace.Flag => FlagField(name),
        ConfigPlace.Rules => ConfigPlace.Rule,
        ConfigPlace.Segments => ConfigPlace.Segment,
        ConfigPlace.Variants => ConfigPlace.Variant,
        ConfigPlace.Variant => VariantField(name),
        ConfigPlace.Value or ConfigPlace.Note => place,
        ConfigPlace.Rule or ConfigPlace.Segment or ConfigPlace.Except or ConfigPlace.Nested or ConfigPlace.Audience => Condition(name),
        ConfigPlace.Rollout => RolloutField(name),
        ConfigPlace.Stage => StageField(name),
        ConfigPlace.Guards => ConfigPlace.Guard,
        ConfigPlace.ConditionObject => WindowField(name),
        ConfigPlace.When => ConfigPlace.WhenValue,
        ConfigPlace.WhenValue => PlaceIn(Fields.Attribute, name),
        ConfigPlace.Custom => ConfigPlace.CustomParameters,
        _ => ConfigPlace.Any,
    };

    /// <summary>The place of each entry of a list.</summary>
    public static ConfigPlace Entry(this ConfigPlace place) => place switch
    {
        ConfigPlace.Stages => ConfigPlace.Stage,
        ConfigPlace.NestedList => ConfigPlace.Nested,
        ConfigPlace.Value or ConfigPlace.Note => place,
        _ => ConfigPlace.Any,
    };

    /// <summary>True if a list belongs here that has a meaning even when empty.</summary>
    public static bool IsList(this ConfigPlace place) => place is ConfigPlace.ConditionList or ConfigPlace.WhenValue;

    /// <summary>
    /// True if an object belongs here, or may, for which null and <c>{}</c> are treated alike: what would widen a rule is refused as <c>{}</c>.
    /// </summary>
    public static bool IsObject(this ConfigPlace place) => place is ConfigPlace.Flags or ConfigPlace.Segments || place.IsObjectThatNarrows();

    /// <summary>An object without which a rule would be wider, or a rollout less watched.</summary>
    public static bool IsObjectThatNarrows(this ConfigPlace place) => place
        is ConfigPlace.ConditionObject or ConfigPlace.Except or ConfigPlace.When or ConfigPlace.WhenValue or ConfigPlace.Custom or ConfigPlace.CustomParameters
        or ConfigPlace.Rules or ConfigPlace.Variant or ConfigPlace.Variants or ConfigPlace.Nested or ConfigPlace.NestedList
        or ConfigPlace.Rollout or ConfigPlace.Audience or ConfigPlace.Stage or ConfigPlace.Guards or ConfigPlace.Guard;

    /// <summary>True if an empty text means nothing here where a list or an object can be written.</summary>
    public static bool IsNeverText(this ConfigPlace place) =>
        place is ConfigPlace.Flag or ConfigPlace.Rule or ConfigPlace.Segment or ConfigPlace.ConditionList
        || (place.IsObject() && place is not (ConfigPlace.WhenValue or ConfigPlace.CustomParameters));

    /// <summary>Keys here are names that people chose, so <c>1</c> may be one of them, and two spellings of one name are a mistake.</summary>
    public static bool IsKeyedByName(this ConfigPlace place) =>
        place is ConfigPlace.Flags
            or ConfigPlace.Rules
            or ConfigPlace.Segments
            or ConfigPlace.Variants
            or ConfigPlace.When
            or ConfigPlace.Custom
            or ConfigPlace.Guards;

    /// <summary>A step of a path as the reader shows it, too: names as they are written, fields as the schema spells them.</summary>
    public static string Step(this ConfigPlace place, string key) =>
        !place.IsKeyedByName() && place is not (ConfigPlace.Note or ConfigPlace.Value or ConfigPlace.CustomParameters) && Spellings.TryGetValue(
            key,
            out var spelling) ? spelling : key;

    private static ConfigPlace DocumentField(string name) => Lower(name) switch
    {
        "off" => ConfigPlace.Off,
        "flags" => ConfigPlace.Flags,
        "segments" => ConfigPlace.Segments,
        "$schema" or "description" or "metadata" => ConfigPlace.Note,
        _ => ConfigPlace.Any,
    };

    private static ConfigPlace FlagField(string name) => Lower(name) switch
    {
        "rules" => ConfigPlace.Rules,
        "variants" => ConfigPlace.Variants,
        "allocation" => ConfigPlace.NestedList,
        "rollout" => ConfigPlace.Rollout,
        "description" or "owner" or "expires" or "tags" or "metadata" => ConfigPlace.Note,
        _ => ConfigPlace.Any,
    };

    private static ConfigPlace VariantField(string name) => Lower(name) == "value" ? ConfigPlace.Value : ConfigPlace.Any;

    private static ConfigPlace Condition(string name) => Lower(name) switch
    {
        "except" => ConfigPlace.Except,
        "allocation" => ConfigPlace.NestedList,
        "description" or "metadata" => ConfigPlace.Note,
        _ => PlaceIn(Fields.Conditions, name),
    };

    // The place of a field of a table, by the shape of its value; a single value has none of its own.
    private static ConfigPlace PlaceIn(FieldSet fields, string name) =>
        fields.IndexOf(name) is var index and >= 0 && fields[index].Kind is { } kind ? PlaceOf(kind.Shape) : ConfigPlace.Any;

    private static ConfigPlace PlaceOf(FieldShape shape) => shape switch
    {
        FieldShape.List => ConfigPlace.ConditionList,
        FieldShape.Object => ConfigPlace.ConditionObject,
        FieldShape.Attributes => ConfigPlace.When,
        FieldShape.Custom => ConfigPlace.Custom,
        FieldShape.Conditions => ConfigPlace.Nested,
        FieldShape.ConditionsList => ConfigPlace.NestedList,
        _ => ConfigPlace.Any,
    };

    // Without its audience or its guards a rollout would reach more people, or go on unwatched.
    private static ConfigPlace RolloutField(string name) => Lower(name) switch
    {
        "audience" => ConfigPlace.Audience,
        "stages" => ConfigPlace.Stages,
        "guards" => ConfigPlace.Guards,
        _ => ConfigPlace.Any,
    };

    private static ConfigPlace StageField(string name) => Lower(name) switch
    {
        "regions" => ConfigPlace.ConditionList,
        "window" => ConfigPlace.ConditionObject,
        _ => ConfigPlace.Any,
    };

    // Without its days a window would be open on all of them, and without its recurrence always.
    private static ConfigPlace WindowField(string name) =>
        Lower(name) switch
        {
            "recurrence" => ConfigPlace.ConditionObject,
            "fallbacks" => ConfigPlace.ConditionList,
            _ => PlaceIn(Fields.Recurrence, name),
        };

    private static FrozenDictionary<string, string> SpellingsOf(params ReadOnlySpan<FieldSet> sets)
    {
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var set in sets)
        {
            foreach (var name in set.Names)
            {
                spellings[name] = name;
            }
        }

        return spellings.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static string Lower(string name) => name.ToLowerInvariant();
}
