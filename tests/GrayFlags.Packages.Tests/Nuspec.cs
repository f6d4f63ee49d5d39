using System.IO.Compression;
using System.Xml.Linq;

namespace GrayFlags.Packages.Tests;

/// <summary>The description that a package gives of itself.</summary>
internal static class Nuspec
{
    public static XElement Metadata(string id)
    {
        var root = XDocument.Parse(Read(id, $"{id}.nuspec")).Root!;
        return root.Element(root.Name.Namespace + "metadata")!;
    }

    public static string? Value(string id, string element) => Element(Metadata(id), element)?.Value;

    public static XElement? Element(XElement parent, string name) => parent.Element(parent.Name.Namespace + name);

    public static IEnumerable<XElement> Descendants(XElement parent, string name) => parent.Descendants(parent.Name.Namespace + name);

    public static IReadOnlyList<string> Entries(string id)
    {
        using var package = ZipFile.OpenRead(Packages.PathOf(id));
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    public static string Read(string id, string entry)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes(id, entry)));
        return reader.ReadToEnd();
    }

    public static byte[] Bytes(string id, string entry, string kind = "nupkg")
    {
        using var package = ZipFile.OpenRead(Packages.PathOf(id, kind));
        using var stream = (package.GetEntry(entry) ?? throw new InvalidOperationException($"{id} has no {entry}.")).Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
