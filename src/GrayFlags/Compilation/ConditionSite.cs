using GrayFlags.Documents;

namespace GrayFlags.Compilation;

/// <summary>The place of conditions that are compiled.</summary>
internal readonly ref struct ConditionSite
{
    private readonly ref long _asked;

    /// <param name="definition">The definition that has them, to which problems are reported.</param>
    /// <param name="path">Its path.</param>
    /// <param name="depth">How deep it is nested in <c>any</c>, <c>all</c> and <c>not</c>.</param>
    /// <param name="asked">Grows by the flags that required ones lead to.</param>
    public ConditionSite(Definition definition, ReadOnlySpan<string> path, int depth, ref long asked)
    {
        Definition = definition;
        Path = path;
        Depth = depth;
        _asked = ref asked;
    }

    public Definition Definition { get; }

    public ReadOnlySpan<string> Path { get; }

    public int Depth { get; }

    public ref long Asked => ref _asked;
}
