using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>The root of a section of the framework's own kind, which keeps it to itself.</summary>
/// <remarks>
/// A chained section is all that there is of its configuration: nobody passes the root beside it, and without it layers are blended, lists by index
/// and the kill switch with them. The field is private, and so no promise: where it is gone, the section is one layer, with the warning for it.
/// </remarks>
internal static class SectionRoot
{
    public static IConfigurationRoot? Of(IConfigurationSection section) => Of(section, static section => RootOf(section));

    /// <param name="section">The section.</param>
    /// <param name="rootOf">How its root is reached.</param>
    public static IConfigurationRoot? Of(IConfigurationSection section, Func<ConfigurationSection, IConfigurationRoot?> rootOf)
    {
        if (section is not ConfigurationSection own)
        {
            return null;
        }

        try
        {
            return rootOf(own);
        }
        catch (MissingMemberException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_root")]
    private static extern ref IConfigurationRoot RootOf(ConfigurationSection section);
}
