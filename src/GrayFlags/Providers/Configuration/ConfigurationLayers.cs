using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>Finds the root behind a section, and the layers of a root, which may have configurations of their own inside.</summary>
internal static class ConfigurationLayers
{
    /// <summary>The section that is the document when a whole configuration is given.</summary>
    public const string DefaultSection = "GrayFlags";

    private const int Attempts = 2;

    /// <summary>The root of a configuration: itself, or the one of which it is a section. Null: unknown.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="candidates">Configurations of which it may be a section, where it does not tell.</param>
    public static IConfigurationRoot? FindRoot(IConfiguration configuration, IEnumerable<IConfiguration> candidates)
    {
        if (configuration is IConfigurationRoot root)
        {
            return root;
        }

        if (configuration is not IConfigurationSection section)
        {
            return null;
        }

        return SectionRoot.Of(section) ?? candidates.OfType<IConfigurationRoot>().FirstOrDefault(candidate => IsSectionOf(section, candidate));
    }

    /// <summary>The path of a configuration's document in its root; empty when the root is the document.</summary>
    public static string PathOf(IConfiguration configuration)
    {
        if (configuration is IConfigurationSection section)
        {
            return section.Path;
        }

        var isDocument = !configuration.GetSection(DefaultSection).Exists()
            && (HasChildren(configuration, "flags") || HasChildren(configuration, "segments") || configuration.GetSection("off").Exists());
        return isDocument ? "" : DefaultSection;
    }

    /// <summary>A path below another; either may be empty.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : key.Length == 0 ? path : ConfigurationPath.Combine(path, key);

    // Where a section keeps its root to itself, it still hands out the root's own reload token. A reload between the two questions swaps the token.
    private static bool IsSectionOf(IConfigurationSection section, IConfigurationRoot root)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (ReferenceEquals(section.GetReloadToken(), root.GetReloadToken()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasChildren(IConfiguration configuration, string key) => configuration.GetSection(key).GetChildren().Any();
}
