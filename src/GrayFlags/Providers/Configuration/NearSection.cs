using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>Finds the section that was probably meant, when the one that was named has no content.</summary>
internal static class NearSection
{
    /// <summary>The path of a section beside the named one: with nearly its name, or the only one that looks like a document. Null: there is none.</summary>
    public static string? Of(IConfigurationRoot? root, string path)
    {
        if (root is null || path.Length == 0)
        {
            return null;
        }

        try
        {
            var parent = ConfigurationPath.GetParentPath(path) ?? "";
            var children = (parent.Length == 0 ? root : (IConfiguration)root.GetSection(parent)).GetChildren().ToList();
            var near = NearName.Find(ConfigurationPath.GetSectionKey(path), children.Where(child => child.Exists()).Select(child => child.Key))
                ?? OnlyDocument(children);
            return near is null ? null : LogSafeText.Escape(ConfigurationLayers.Join(parent, near));
        }
        catch (Exception)
        {
            // A layer may be anybody's code; a hint is not worth a failure.
            return null;
        }
    }

    private static string? OnlyDocument(List<IConfigurationSection> children)
    {
        var documents = children.Where(child => child.GetSection("flags").GetChildren().Any()).Take(2).ToList();
        return documents is [{ Key: var key }] ? key : null;
    }
}
