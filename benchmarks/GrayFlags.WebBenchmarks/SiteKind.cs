namespace GrayFlags.WebBenchmarks;

/// <summary>The apps that are compared. Each says hello; they differ in nothing else.</summary>
internal enum SiteKind
{
    /// <summary>Without GrayFlags.</summary>
    Bare,

    /// <summary>Without GrayFlags, a second time: what it differs by from the first is the noise of the run.</summary>
    Control,

    /// <summary>With the middleware: a flag could be asked for anywhere.</summary>
    Context,

    /// <summary>With the middleware, and a gate on the endpoint that asks for the user, the region and a percentage.</summary>
    Gate,
}
