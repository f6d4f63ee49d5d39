namespace GrayFlags.Formats;

/// <summary>Options that the formats of other systems share. Copied when a format is created.</summary>
public class RuleFormatOptions
{
    /// <summary>
    /// True: flags that cannot be expressed are left out, with the reason in <see cref="Documents.DocumentReadResult.LeftOut"/>, and the rest is read. Default:
    /// false, the document is refused.
    /// </summary>
    public bool LeavesOutRefusedFlags { get; set; }
}
