namespace GrayFlags.AspNetCore;

/// <summary>A gate, as it stands in the metadata of an endpoint: for code that reads which flags an endpoint needs. Gates are added by
/// <see cref="RequireGrayFlagAttribute"/> and <c>RequireGrayFlag</c> only.</summary>
public interface IGrayGateMetadata
{
    /// <summary>The flag's name.</summary>
    string Flag { get; }

    /// <summary>What the flag must be for the endpoint to exist.</summary>
    bool Enabled { get; }
}
