namespace GrayFlags.Documents;

/// <summary>The shape of a field's value, which configuration blurs: there, lists and objects are alike, and empty ones are nothing.</summary>
internal enum FieldShape
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>A list of texts, which has a meaning even when it is empty.</summary>
    List,

    /// <summary>An object with fields of its own, or a value that stands for one.</summary>
    Object,

    /// <summary>The attributes of <c>when</c>, by name.</summary>
    Attributes,

    /// <summary>The app's own conditions, by name.</summary>
    Custom,

    /// <summary>An object of conditions.</summary>
    Conditions,

    /// <summary>A list of objects of conditions.</summary>
    ConditionsList,
}
