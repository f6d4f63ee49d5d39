namespace GrayFlags.WebBenchmarks;

/// <summary>The apps that are compared. Each says hello; they differ in nothing else.</summary>
internal enum SiteKind
{
    /// <summary>Without GrayFlags.</summary>
    Bare,

    /// <summary>Without GrayFlags, a second time. The others are compared with the mean of both.</summary>
    Control,

    /// <summary>With the middleware: a flag could be asked for anywhere.</summary>
    Context,

    /// <summary>With the middleware, and a gate on the endpoint: half of the users, who are known by a header.</summary>
    Gate,

    /// <summary>With the middleware, and a gate that also asks for the region, which is in another header.</summary>
    RegionGate,
}
