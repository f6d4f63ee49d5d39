namespace GrayFlags.Tool.Validate;

/// <summary>The findings in one source, or in several that were merged.</summary>
/// <param name="Name">The name of the source.</param>
/// <param name="Flags">The number of its flags; null where it could not be read.</param>
/// <param name="Segments">The number of its segments; null where it could not be read.</param>
/// <param name="Findings">The problems in the order of the text, then the warnings.</param>
internal sealed record SourceReport(string Name, int? Flags, int? Segments, IReadOnlyList<Finding> Findings)
{
    public int Problems => Findings.Count(static finding => !finding.IsWarning);

    public int Warnings => Findings.Count(static finding => finding.IsWarning);
}
