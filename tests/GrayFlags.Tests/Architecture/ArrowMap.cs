namespace GrayFlags.Tests.Architecture;

/// <summary>The folders of the library, and which of them each may use.</summary>
/// <param name="tree">The folder of each type.</param>
/// <param name="allowed">Each folder with the folders that it may use. A folder without a row of its own goes with the one that it is in.</param>
/// <remarks>
/// The root is the front door: it may use everything, and what composes there is used by nobody. A type of the root
/// may be used by a folder that may use all that the type itself uses, as contexts, values and decisions are by most.
/// </remarks>
internal sealed class ArrowMap(SourceTree tree, IReadOnlyDictionary<string, IReadOnlySet<string>> allowed)
{
    public const string All = "all";

    /// <summary>The arrows that are not allowed, as text.</summary>
    public IReadOnlyList<string> Wrong(IEnumerable<Type> types)
    {
        var arrows = ArrowCollector.Collect(types);
        var usedByRoot = arrows.Where(arrow => tree.FolderOf(arrow.From) == SourceTree.Root).ToLookup(arrow => arrow.From, arrow => arrow.To);
        return [.. arrows.Where(arrow => !Allows(arrow, usedByRoot)).Select(Show).Order(StringComparer.Ordinal)];
    }

    public string Show(Arrow arrow) => $"{Show(arrow.From)} -> {Show(arrow.To)}";

    private bool Allows(Arrow arrow, ILookup<Type, Type> usedByRoot)
    {
        var (from, to) = (RowOf(arrow.From), RowOf(arrow.To));
        if (from is null || to is null || from == to)
        {
            return true;
        }

        // A folder that the table does not know may use nothing, so that a new one is a decision and not an accident.
        var may = allowed.GetValueOrDefault(from) ?? new HashSet<string>();
        return may.Contains(All) || may.Contains(to) || (to == SourceTree.Root && IsOpenTo(arrow.To, may, usedByRoot, []));
    }

    private bool IsOpenTo(Type type, IReadOnlySet<string> may, ILookup<Type, Type> usedByRoot, HashSet<Type> seen) =>
        !seen.Add(type)
        || usedByRoot[type].All(used => RowOf(used) is not { } row || (row == SourceTree.Root ? IsOpenTo(used, may, usedByRoot, seen) : may.Contains(row)));

    private string? RowOf(Type type)
    {
        for (var folder = tree.FolderOf(type); folder is not null; folder = Path.GetDirectoryName(folder)!.Replace('\\', '/'))
        {
            if (allowed.ContainsKey(folder) || !folder.Contains('/', StringComparison.Ordinal))
            {
                return folder;
            }
        }

        return null;
    }

    private string Show(Type type)
    {
        var name = type.Name.Split('`')[0];
        return tree.FolderOf(type) is { } folder and not SourceTree.Root ? $"{folder}/{name}" : name;
    }
}
