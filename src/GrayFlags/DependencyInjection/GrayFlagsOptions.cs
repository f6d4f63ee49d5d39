using System.Text.Json.Serialization.Metadata;
using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The options of GrayFlags. Given to <c>AddGrayFlags</c>, never read from the section that holds the rules.</summary>
public sealed class GrayFlagsOptions
{
    /// <summary>
    /// The time that the start of the host waits for the first rules of providers that load asynchronously. Default: 5 seconds; zero does not wait. At most 10
    /// minutes.
    /// </summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// True to start the program although a document is there but invalid, with that document's flags off. Default: false, the start fails with every problem.
    /// </summary>
    public bool StartEmptyOnInvalidDocument { get; set; }

    /// <summary>
    /// True to throw <see cref="UnknownFlagException"/> for a flag that no document defines, for example in development. Default: false, the flag is off and
    /// the log reports it.
    /// </summary>
    public bool ThrowOnUnknownFlag { get; set; }

    /// <summary>
    /// True to allow a configuration section to have no content. Default: false. A section that has none at the start is then reported, and the status is
    /// degraded; one that loses its content while the program runs is a fault, and the last good rules keep serving.
    /// </summary>
    public bool AllowEmptyConfiguration { get; set; }

    /// <summary>
    /// A private directory where the last known good document of each provider, the last versions of the rules and the pin outlive the process; created with
    /// access for the owner only. A relative path starts at the host's content root. Default: none, nothing is saved. Give each application its own, never a
    /// shared or temporary one.
    /// </summary>
    public string? StateDirectory { get; set; }

    /// <summary>The number of versions of the rules that are kept for <see cref="IGrayRules.PinAsync"/>. Default: 10; 1 to 100.</summary>
    public int KeptVersions { get; set; } = 10;

    /// <summary>True to hold back a document that loses more than half of the flags, as a probable mistake. Default: false.</summary>
    public bool EnableShrinkGuard { get; set; }

    /// <summary>
    /// The number of identical reads after which the shrink guard accepts a document; sources that are not read again while they stay the same wait for
    /// <see cref="IGrayRules.AcceptHeldAsync"/>. Default: 3; 2 to 100.
    /// </summary>
    public int ShrinkGuardReads { get; set; } = 3;

    /// <summary>
    /// The environment that rules with <c>environments</c> look at. Default: null, the host's <c>EnvironmentName</c>; without a host the variable
    /// <c>DOTNET_ENVIRONMENT</c>, else <c>Production</c>.
    /// </summary>
    public string? EnvironmentName { get; set; }

    /// <summary>
    /// The name of this instance of the program, for <c>instances</c> and for percentages by <c>instance</c>. Default: null, the variable <c>HOSTNAME</c> (in a
    /// container its name), else the machine's name.
    /// </summary>
    public string? InstanceName { get; set; }

    /// <summary>The seed of percentages by <c>request</c>, for repeatable tests. Default: null, they are random.</summary>
    public int? RequestSeed { get; set; }

    /// <summary>The evaluations that are logged as events. Default: none, at no extra cost of a call.</summary>
    public EvaluationEvents EvaluationEvents { get; set; }

    /// <summary>The share of evaluations that <see cref="GrayFlags.EvaluationEvents.Sampled"/> logs. Default: 0.01; 0 to 1.</summary>
    public double EvaluationSampling { get; set; } = 0.01;

    /// <summary>
    /// A secret key that adds the user's id to events, as <c>feature_flag.context.id</c>: 16 bytes of HMAC-SHA256 in hexadecimal. Default: none, and events do
    /// not identify the user.
    /// </summary>
    public byte[]? EvaluationContextIdKey { get; set; }

    /// <summary>
    /// True to count the answers of every flag for <see cref="IGrayUsage"/>: which flags are asked for, and which look stale. A call then costs as much as
    /// with a listener to the metrics. Kept by day in <see cref="StateDirectory"/>, and for all instances in the document store where rules come from
    /// one; without either, a restart forgets. Default: false.
    /// </summary>
    public bool MeasureUsage { get; set; }

    /// <summary>
    /// True to keep the latest 1,000 contexts in memory, so that <see cref="IGrayRules.Preview"/> tells whose answers a draft would change. They are never
    /// logged, saved, shown or sent; a call costs a little more. Default: false.
    /// </summary>
    public bool KeepRecentContexts { get; set; }

    /// <summary>
    /// The number of upgraded calls that may run beside original ones at once; one that hangs keeps its place until it ends. Default: 4; 1 to 1,000.
    /// </summary>
    public int ShadowConcurrency { get; set; } = 4;

    /// <summary>
    /// The number of upgraded calls that may wait for their turn beside original ones; more are dropped and counted. Default: 64; 1 to 100,000.
    /// </summary>
    public int ShadowCapacity { get; set; } = 64;

    /// <summary>
    /// The time that an upgraded call may take beside an original one before it is asked to stop. Default: 10 seconds; above 0, at most 10 minutes.
    /// </summary>
    public TimeSpan ShadowTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The limits of a document, for every provider without limits of its own.</summary>
    public DocumentLimits Limits { get; set; } = new();

    /// <summary>
    /// The source-generated context by which <c>GetValue</c> reads types that are not primitives. Default: none, and such types give the default value.
    /// </summary>
    public IJsonTypeInfoResolver? JsonTypeInfoResolver { get; set; }
}
