namespace GrayFlags;

/// <summary>A flag was asked for that no document defines, and the options say to throw.</summary>
public sealed class UnknownFlagException : Exception
{
    internal UnknownFlagException(string flag, string? near)
        : base($"No document defines the flag '{flag}'. {(near is null ? "" : $"Did you mean '{near}'? ")}"
            + "Where the options do not say ThrowOnUnknownFlag, it would be off.") => Flag = flag;

    /// <summary>The name that was asked for.</summary>
    public string Flag { get; }
}
