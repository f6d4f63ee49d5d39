namespace GrayFlags;

/// <summary>The input that was missing for a decision, or could not be read.</summary>
public enum DecisionError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No rules have been loaded yet.</summary>
    NotReady,

    /// <summary>No document defines the flag.</summary>
    FlagNotFound,

    /// <summary>The variant has no value, or its value is not of the type asked for.</summary>
    TypeMismatch,

    /// <summary>A percentage or a split was evaluated for a context without the id that it uses; nobody without an id is in either.</summary>
    TargetingKeyMissing,

    /// <summary>
    /// On the way to the answer an operator of <c>when</c> met an attribute that it cannot read, such as a malformed version, and did not hold.
    /// The answer and its reason are what they would be if the attribute were on the wrong side; <c>Explain</c> shows which it is.
    /// </summary>
    AttributeUnreadable,
}
