namespace GrayFlags.Benchmarks.Workload;

/// <summary>What all flags of a document have in common, so that a row measures one thing.</summary>
internal enum WorkKind
{
    Plain,
    Percentage,
    CountriesAndPercentage,
    UserList,
    Window,

    /// <summary>A rollout that is at 50 %, and nothing else.</summary>
    Rollout,

    /// <summary>The same with a guard.</summary>
    GuardedRollout,

    /// <summary>The same, on the log of a fleet.</summary>
    FleetRollout,

    /// <summary>50 rules, of which 30 never match; the last one matches.</summary>
    ManyRules,

    /// <summary>Segments of segments, eight levels deep; the innermost decides.</summary>
    NestedSegments,
}
