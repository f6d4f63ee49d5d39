namespace GrayFlags.Rules;

/// <summary>What the program makes flags serve instead of what their rules say; asked for the flags that others require.</summary>
internal interface IFlagOverrides
{
    /// <summary>Whether a flag is overridden here, and by what.</summary>
    bool TryFind(string flag, out bool enabled, out string? variant);
}
