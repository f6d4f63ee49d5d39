using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GrayFlags.Tests.Documentation;

/// <summary>The tests of each fault, found in the sources of all test projects, since none of them can load the others.</summary>
internal static partial class FaultCatalogue
{
    private const string Head =
        """
        # Faults that GrayFlags survives

        No fault may throw into the caller of `IsEnabled`, change a flag that nobody changed, make the library deaf to the next
        good document, or grow without bound.
        Each row is a fault, what must happen, and the tests that inject it: `dotnet test --filter Fault=R1` runs those of one row.

        This page is generated from the `[Fault]` attributes of the tests: `GRAYFLAGS_APPROVE=1 dotnet test --filter FaultCatalogueTests` writes it anew.

        """;

    /// <summary>The names of the tests by the fault that they cite.</summary>
    public static SortedDictionary<string, List<string>> Find(string testsFolder)
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(testsFolder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsBuilt(path))
            .Order(StringComparer.Ordinal))
        {
            Collect(File.ReadLines(path), found);
        }

        return found;
    }

    public static string Write(SortedDictionary<string, List<string>> tests)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (prefix, title) in FaultRows.Chapters)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| Id | Fault | What happens | Tests |\n|---|---|---|---|\n");
            foreach (var (id, fault, expected) in FaultRows.All.Where(row => row.Id.TrimEnd("0123456789".ToCharArray()) == prefix))
            {
                var names = tests.TryGetValue(id, out var cited) ? string.Join(", ", cited.Select(name => $"`{name}`")) : "none yet";
                text.Append(CultureInfo.InvariantCulture, $"| {id} | {fault} | {expected} | {names} |\n");
            }
        }

        return text.ToString();
    }

    private static void Collect(IEnumerable<string> lines, SortedDictionary<string, List<string>> found)
    {
        var waiting = new List<string>();
        var type = "";
        foreach (var line in lines)
        {
            waiting.AddRange(Citation().Matches(line).Select(match => match.Groups["id"].Value));
            if (TypeName().Match(line) is { Success: true } declared)
            {
                type = declared.Groups["name"].Value;
                Take(type);
            }
            else if (waiting.Count > 0 && MethodName().Match(line) is { Success: true } method)
            {
                Take($"{type}.{method.Groups["name"].Value}");
            }
        }

        void Take(string test)
        {
            foreach (var id in waiting.Distinct())
            {
                if (!found.TryGetValue(id, out var tests))
                {
                    found.Add(id, tests = []);
                }

                tests.Add(test);
            }

            waiting.Clear();
        }
    }

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar, '/').Any(part => part is "bin" or "obj" or "node_modules");

    // An attribute, not a text that speaks of one.
    [GeneratedRegex("""^\s*\[.*?\bFault\("(?<id>\w+)"\)|(?<=^\s*\[.*)\bFault\("(?<id>\w+)"\)""")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\s*(?:public|internal|private)?\s*(?:(?:static|sealed|abstract|partial)\s+)*(?:class|record)\s+(?<name>\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^\s*(?:public|internal)\s+(?:(?:static|async|override)\s+)*[\w<>\[\]?., ()]+?\s+(?<name>\w+)\(")]
    private static partial Regex MethodName();
}
