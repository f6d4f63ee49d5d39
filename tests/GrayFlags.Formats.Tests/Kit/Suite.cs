using System.Text.Json;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.Kit;

/// <summary>The conformance cases of other systems, which lie beside the repository and are not part of it.</summary>
internal static class Suite
{
    /// <summary>The rows of a file; none where the file is absent.</summary>
    public static IReadOnlyList<SuiteRow> Rows(string file)
    {
        var path = Path.GetFullPath(Repository.PathOf(Path.Combine("..", "shared", "suites", file + ".jsonl")));
        return File.Exists(path) ? [.. File.ReadLines(path).Select(static line => new SuiteRow(JsonDocument.Parse(line).RootElement))] : [];
    }

    /// <summary>Skips the test, with a reason, where the file is absent.</summary>
    public static IReadOnlyList<SuiteRow> RowsOrIgnore(string file)
    {
        var rows = Rows(file);
        if (rows.Count == 0)
        {
            Assert.Ignore($"The cases of {file} are not beside the repository, in ../shared/suites.");
        }

        return rows;
    }
}
