using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Dashboard.Pages;

/// <summary>The files of the pages, embedded in the assembly: no static web assets, which are there in Development only.</summary>
internal static class PageFiles
{
    private const string PageName = "index.html";

    private static readonly string[] Spaces = [": ", "; ", ", ", "{ ", " {", " }", " => ", " = "];
    private static readonly Dictionary<string, PageFile> Files = Read();

    /// <summary>The hash of all files, in their addresses: what is cached for ever is never an old one.</summary>
    public static string Version { get; } = VersionOf(Files);

    public static IEnumerable<PageFile> All => Files.Values;

    public static PageFile? Find(string name) => name == PageName ? null : Files.GetValueOrDefault(name);

    public static string Page(string language, IEnumerable<string> languages) => Encoding.UTF8.GetString(Files[PageName].Content)
        .Replace("{language}", language, StringComparison.Ordinal)
        .Replace("{languages}", string.Join(' ', languages), StringComparison.Ordinal)
        .Replace("{version}", Version, StringComparison.Ordinal);

    private static Dictionary<string, PageFile> Read()
    {
        var assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => !name.Contains('/', StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            using var content = new MemoryStream();
            resource.CopyTo(content);
            files[name] = new PageFile(name, ContentTypeOf(name), Lean(name, Encoding.UTF8.GetString(content.ToArray())));
        }

        return files;
    }

    // Written for people, and sent without their indentation and comments: a sixth of it. No text in a module spans lines.
    private static byte[] Lean(string name, string text)
    {
        var lean = new StringBuilder(text.Length);
        var isComment = false;
        foreach (var line in text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0))
        {
            isComment |= line.StartsWith("/*", StringComparison.Ordinal);
            if (!isComment && !line.StartsWith("//", StringComparison.Ordinal))
            {
                lean.Append(Tight(name, line)).Append('\n');
            }

            isComment &= !line.EndsWith("*/", StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(lean.ToString());
    }

    // The spaces that mean nothing in a style, in a list of words, and in a line of a module that holds no text and no pattern.
    private static string Tight(string name, string line) => Path.GetExtension(name) switch
    {
        ".json" => line.Replace("\": \"", "\":\"", StringComparison.Ordinal),
        ".css" => WithoutSpaces(line),
        ".js" when line.AsSpan().IndexOfAny("'\"`/") < 0 => WithoutSpaces(line),
        _ => line,
    };

    private static string WithoutSpaces(string line) =>
        Spaces.Aggregate(line, static (tight, space) => tight.Replace(space, space.Trim(), StringComparison.Ordinal));

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json; charset=utf-8",
        _ => "text/html; charset=utf-8",
    };

    private static string VersionOf(Dictionary<string, PageFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Values.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Name));
            hash.AppendData(file.Content);
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
