using GrayFlags.Documents.Reading;
using GrayFlags.Providers.Configuration;

namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>A field of a document by its keys, found by walking the schema as the library does: a new field is in every table that is made of these.</summary>
internal sealed record ConfigField(IReadOnlyList<string> Keys, ConfigPlace Place)
{
    private const string Name = "n";
    private const string First = "0";

    private static readonly (ConfigPlace Place, FieldSet Fields)[] Objects =
    [
        (ConfigPlace.Document, Fields.Document), (ConfigPlace.Flag, Fields.Flag), (ConfigPlace.Segment, Fields.Segment), (ConfigPlace.Rule, Fields.Rule),
        (ConfigPlace.Variant, Fields.Variant),
        (ConfigPlace.Rollout, Fields.Rollout), (ConfigPlace.Audience, Fields.Audience), (ConfigPlace.Stage, Fields.Stage), (ConfigPlace.Guard, Fields.Guard),
        (ConfigPlace.WhenValue, Fields.Attribute),
    ];

    /// <summary>The key in configuration.</summary>
    public string Key => "GrayFlags:" + string.Join(':', Keys);

    /// <summary>The path in problems.</summary>
    public string Path => string.Join('.', Keys).Replace("." + First, "[0]", StringComparison.Ordinal);

    /// <summary>A list of which an empty one matches nobody.</summary>
    public bool IsList => Place.IsList() || Place == ConfigPlace.Off;

    public static IReadOnlyList<ConfigField> All { get; } = [.. Below([], ConfigPlace.Document)];

    /// <summary>Two entries that may stand in the list.</summary>
    public string[] Entries => Keys[^1] switch
    {
        "days" => ["mon", "tue"],
        "daysOfMonth" => ["1", "-1"],
        _ => ["x1", "y2"],
    };

    /// <summary>A document with nothing but this field.</summary>
    public string Document(string json)
    {
        foreach (var key in Keys.Reverse())
        {
            json = key == First ? $"[{json}]" : $$"""{ "{{key}}": {{json}} }""";
        }

        return json;
    }

    public override string ToString() => Path;

    private static IEnumerable<ConfigField> Below(string[] keys, ConfigPlace place)
    {
        foreach (var name in place.IsKeyedByName() ? [Name] : FieldsOf(keys, place))
        {
            var field = new ConfigField([.. keys, name], place.Below(name));
            yield return field;

            var inner = field.Place switch
            {
                ConfigPlace.Stages => Below([.. field.Keys, First], ConfigPlace.Stage),
                ConfigPlace.NestedList => Below([.. field.Keys, First], ConfigPlace.Nested),
                _ => Below([.. field.Keys], field.Place),
            };
            foreach (var below in inner)
            {
                yield return below;
            }
        }
    }

    private static IEnumerable<string> FieldsOf(string[] keys, ConfigPlace place) => place switch
    {
        ConfigPlace.Except => (keys[0] == "segments" ? Fields.Membership : keys.Contains("rollout") ? Fields.AudienceExcept : Fields.Conditions).Names,

        // Nested in each other they are what they are in a rule.
        ConfigPlace.Nested =>
            (keys[^2..] is ["allocation", _] ? Fields.Allocation : Fields.Nested).Names.Where(name => name is not ("any" or "all" or "not")),

        // Fallbacks stand beside a hash and a share only, and never alone.
        ConfigPlace.ConditionObject => (keys[^1] switch { "percentage" => Fields.Percentage, "window" => Fields.Window, _ => Fields.Recurrence })
            .Names.Where(name => name != "fallbacks"),
        _ => Objects.FirstOrDefault(entry => entry.Place == place).Fields?.Names ?? [],
    };
}
