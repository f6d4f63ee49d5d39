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

    /// <summary><c>any</c> or <c>all</c>: a list of objects of conditions.</summary>
    NestedList,

    /// <summary>An object of conditions in one of them, or <c>not</c>.</summary>
    Nested,
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
