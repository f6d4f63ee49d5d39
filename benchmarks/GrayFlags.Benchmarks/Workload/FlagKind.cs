namespace GrayFlags.Benchmarks.Workload;

/// <summary>What all flags of a document have in common, so that a row measures one thing.</summary>
internal enum FlagKind
{
    Plain,
    Percentage,
    CountriesAndPercentage,
    UserList,
    Window,

    /// <summary>50 rules, of which 30 never match; the last one matches.</summary>
    ManyRules,

    /// <summary>Segments of segments, eight levels deep; the innermost decides.</summary>
    NestedSegments,
}
