using GrayFlags.Tests.Kit;

namespace GrayFlags.Tests.Architecture;

/// <summary>The table of folders in CONTRIBUTING.md: a line for each, with what it may use.</summary>
internal static class FolderTable
{
    private const string Heading = "| Folder | In it | May use |";

    /// <summary>The folders of the table in their order.</summary>
    public static IReadOnlyList<string> Folders { get; } = [.. Rows().Select(row => row.Folder)];

    /// <summary>The folders that have a row of arrows of their own; the others go with the folder that they are in.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Allowed { get; } = Rows()
        .Where(row => row.Uses.Length > 0)
        .ToDictionary(
            row => row.Folder,
            row => (IReadOnlySet<string>)row.Uses.Split(", ").Select(Name).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static IEnumerable<(string Folder, string Uses)> Rows() => File.ReadAllLines(Repository.PathOf(".github/CONTRIBUTING.md"))
        .SkipWhile(line => line != Heading)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => (Name(cells[1]), cells[3]));

    private static string Name(string cell) => cell.Trim('`', ' ', '/');
}
