using System.Reflection;

namespace GrayFlags.Publishing;

/// <summary>The version of the language of documents that this library understands.</summary>
internal static class DocumentSchema
{
    /// <summary>Raised with every field that an older library does not know, and would refuse; the field says so in its table.</summary>
    public const int Minor = 0;

    /// <summary>The version of the library.</summary>
    public static string Library { get; } =
        typeof(DocumentSchema).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
