namespace GrayFlags.Rules.Operators;

/// <summary>The comparisons of JsonLogic between an attribute, on the left, and a literal.</summary>
internal enum JsonLogicComparison
{
    /// <summary><c>==</c>, with conversions between kinds.</summary>
    Equal,

    /// <summary><c>!=</c>.</summary>
    NotEqual,

    /// <summary><c>===</c>, of the same kind.</summary>
    Same,

    /// <summary><c>!==</c>.</summary>
    NotSame,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary><c>in</c>: the attribute is an element of the literal, a list.</summary>
    In,

    /// <summary><c>includes</c>: the literal is a part of the attribute, a text, or an element of it, a list.</summary>
    Includes,

    /// <summary><c>!!</c>: the attribute is true or counts as it.</summary>
    True,
    StartsWith,
    EndsWith,

    /// <summary><c>sem_ver</c> of flagd, with an operator of its own.</summary>
    Version,
}
