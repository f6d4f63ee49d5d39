using Microsoft.Extensions.Configuration;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A section of an <see cref="OpaqueConfiguration"/>.</summary>
internal sealed class OpaqueSection(IConfigurationSection inner) : OpaqueConfiguration(inner), IConfigurationSection
{
    public string Key => inner.Key;

    public string Path => inner.Path;

    public string? Value
    {
        get => inner.Value;
        set => inner.Value = value;
    }
}
