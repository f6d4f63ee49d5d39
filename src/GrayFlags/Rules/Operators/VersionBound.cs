namespace GrayFlags.Rules.Operators;

/// <summary>One end of a range of versions.</summary>
internal sealed record VersionBound(Ordering Ordering, long Major, long Minor, long Patch, long Revision, string Prerelease)
{
    // Before every other prerelease, so before everything that belongs to the version.
    private const string First = "0";

    public static VersionBound At(Ordering ordering, scoped SemanticVersion version) =>
        new(ordering, version.Major, version.Minor, version.Patch, version.Revision, version.Prerelease.ToString());

    /// <summary>The bound at which the prereleases of a version begin.</summary>
    public static VersionBound AtStart(Ordering ordering, long major, long minor, long patch) => new(ordering, major, minor, patch, 0, First);

    public bool Admits(scoped SemanticVersion version)
    {
        var order = version.CompareTo(new SemanticVersion(Major, Minor, Patch, Revision, Prerelease));
        return Ordering switch
        {
            Ordering.Less => order < 0,
            Ordering.LessOrEqual => order <= 0,
            Ordering.Greater => order > 0,
            _ => order >= 0,
        };
    }
}
