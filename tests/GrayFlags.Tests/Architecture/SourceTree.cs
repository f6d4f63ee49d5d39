using System.Text.RegularExpressions;

namespace GrayFlags.Tests.Architecture;

/// <summary>
/// The folder of each type, by the file that declares it. Public types keep their namespace wherever they are moved, so namespaces do not tell.
/// </summary>
internal sealed partial class SourceTree
{
    /// <summary>The folder of the types beside the project file.</summary>
    public const string Root = "(root)";

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <param name="path">The directory of the sources.</param>
    public SourceTree(string path)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(path, Path.GetDirectoryName(file)!).Replace('\\', '/');
            if (folder.Split('/')[0] is "obj" or "bin")
            {
                continue;
            }

            var text = File.ReadAllText(file);
            var name = Namespace().Match(text).Groups[1].Value;
            foreach (var type in Declaration().Matches(text).Select(match => match.Groups["name"].Value))
            {
                _folders[$"{name}.{type}"] = folder == "." ? Root : folder;
            }
        }
    }

    /// <summary>Every folder with types in it or below it.</summary>
    public IEnumerable<string> Folders => _folders.Values.SelectMany(WithParents).Distinct();

    /// <summary>The folder of a type, such as <c>Rules/Conditions</c>; null when no source declares it, since a compiler or a generator made it.</summary>
    public string? FolderOf(Type type) => _folders.GetValueOrDefault(type.FullName!.Split('`')[0]);

    private static IEnumerable<string> WithParents(string folder)
    {
        for (var place = folder; place.Length > 0; place = Path.GetDirectoryName(place)!.Replace('\\', '/'))
        {
            yield return place;
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public|internal)(?: \w+)*? (?:class|struct|interface|enum|record|delegate)(?: struct| class)?(?: [\w<>?]+(?= \w+[(<]))? (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
