using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GrayFlags.Packages.Tests;

/// <summary>The types that users of an assembly can name.</summary>
internal static class PublicTypes
{
    /// <summary>Full names as documentation has them: nested ones behind a dot, the number of type parameters behind a backtick.</summary>
    public static IReadOnlySet<string> Of(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions.Where(type => IsPublic(metadata, type)).Select(type => NameOf(metadata, type)).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsPublic(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsPublic(metadata, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.IsNested ? $"{NameOf(metadata, type.GetDeclaringType())}.{name}" : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
