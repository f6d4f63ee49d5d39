namespace GrayFlags.Providers.Configuration;

/// <summary>The place of a piece of configuration in a document: it decides whether digits are names or positions, and what an empty value means.</summary>
internal enum ConfigPlace
{
    /// <summary>A place without a meaning of its own: single values, unknown fields.</summary>
    Any,

    /// <summary>Notes for people, which no answer depends on.</summary>
    Note,
    Document,
    Off,
    Flags,
    Flag,
    Rules,
    Rule,
    Segments,
    Segment,
    Variants,
    Variant,

    /// <summary>The value of a variant, and everything in it: any JSON.</summary>
    Value,

    /// <summary><c>except</c>.</summary>
    Except,
    Rollout,
    Audience,
    Stages,
    Stage,
    Guards,
    Guard,

    /// <summary>A condition that is a list of texts.</summary>
    ConditionList,

    /// <summary>A condition that is an object, or may be one.</summary>
    ConditionObject,
    When,

    /// <summary>The test in <c>when</c> of one attribute: a value, a list, or an object of operators.</summary>
    WhenValue,

    /// <summary>The conditions of the app's own, by name.</summary>
    Custom,
    CustomParameters,
}
