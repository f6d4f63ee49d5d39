namespace GrayFlags.AspNetCore;

/// <summary>A gate in the metadata of an endpoint, for code that inspects which flags an endpoint needs. Gates are added by
/// <see cref="RequireGrayFlagAttribute"/> and <c>RequireGrayFlag</c> only.</summary>
public interface IGrayGateMetadata
{
    /// <summary>The flag's name.</summary>
    string Flag { get; }

    /// <summary>The state of the flag in which the endpoint exists.</summary>
    bool Enabled { get; }
}
