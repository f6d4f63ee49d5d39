namespace GrayFlags.Tool.Diff;

/// <summary>The kinds of change for a subject.</summary>
internal enum FlipKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Off before, on after.</summary>
    On,

    /// <summary>On before, off after.</summary>
    Off,

    /// <summary>As on as before, and with another variant.</summary>
    Variant,

    /// <summary>The same variant, which has another value.</summary>
    Value,
}
