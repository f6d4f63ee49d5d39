using System.Text.Json.Serialization.Metadata;
using GrayFlags.Documents;

namespace GrayFlags.DependencyInjection;

/// <summary>How GrayFlags behaves. Given to <c>AddGrayFlags</c>, never read from the section that holds the rules.</summary>
public sealed class GrayFlagsOptions
{
    /// <summary>How long the start of the host waits for the first rules of providers that load asynchronously. Default: 5 seconds; zero does not wait. At most 10 minutes.</summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a document that is there but invalid lets the program start all the same, with that document's flags off. Default: false, the start fails with every problem.</summary>
    public bool StartEmptyOnInvalidDocument { get; set; }

    /// <summary>Whether asking for a flag that no document defines throws <see cref="UnknownFlagException"/>, as one may want in development. Default: false, the flag is off and the log says so.</summary>
    public bool ThrowOnUnknownFlag { get; set; }

    /// <summary>Whether a configuration section may lose all of its content while the program runs. Default: false, that is a fault, and the last good rules keep serving.</summary>
    public bool AllowEmptyConfiguration { get; set; }

    /// <summary>
    /// A private directory where the last known good document of each provider, the last versions of the rules and the pin outlive the process; created with access for the
    /// owner only. A relative path starts at the host's content root. Default: none, nothing is saved. Give each application one of its own, never a shared or temporary one.
    /// </summary>
    public string? StateDirectory { get; set; }

    /// <summary>How many versions of the rules are kept for <see cref="IGrayRules.PinAsync"/>. Default: 10; 1 to 100.</summary>
    public int KeptVersions { get; set; } = 10;

    /// <summary>Whether a document that loses more than half of the flags is taken for a mistake, and held back. Default: false.</summary>
    public bool EnableShrinkGuard { get; set; }

    /// <summary>After so many identical reads in a row the shrink guard believes a document; sources that are not read again while they stay the same wait for <see cref="IGrayRules.AcceptHeldAsync"/>. Default: 3; 2 to 100.</summary>
    public int ShrinkGuardReads { get; set; } = 3;

    /// <summary>The environment that rules with <c>environments</c> look at. Default: null, the host's <c>EnvironmentName</c>; without a host the variable <c>DOTNET_ENVIRONMENT</c>, else <c>Production</c>.</summary>
    public string? EnvironmentName { get; set; }

    /// <summary>The name of this instance of the program, for <c>instances</c> and for percentages by <c>instance</c>. Default: null, the variable <c>HOSTNAME</c> (in a container its name), else the machine's name.</summary>
    public string? InstanceName { get; set; }

    /// <summary>Makes the draws of percentages by <c>request</c> follow from this number and from how many there were before, for tests. Default: null, they are random.</summary>
    public int? RequestSeed { get; set; }

    /// <summary>Which answers are written to the log as events. Default: none, and a call costs nothing more.</summary>
    public EvaluationEvents EvaluationEvents { get; set; }

    /// <summary>The share of answers that <see cref="GrayFlags.EvaluationEvents.Sampled"/> writes. Default: 0.01; 0 to 1.</summary>
    public double EvaluationSampling { get; set; } = 0.01;

    /// <summary>
    /// A secret with which events bear the user's id, as <c>feature_flag.context.id</c>: 16 bytes of HMAC-SHA256 in hexadecimal. Default: none, and events do not tell who asked.
    /// </summary>
    public byte[]? EvaluationContextIdKey { get; set; }

    /// <summary>How many upgraded calls may run beside original ones at once; one that hangs keeps its place until it ends. Default: 4; 1 to 1,000.</summary>
    public int ShadowConcurrency { get; set; } = 4;

    /// <summary>How many upgraded calls may wait for their turn beside original ones; what is beyond that is dropped and counted. Default: 64; 1 to 100,000.</summary>
    public int ShadowCapacity { get; set; } = 64;

    /// <summary>How long an upgraded call may take beside an original one before it is asked to stop. Default: 10 seconds; above 0, at most 10 minutes.</summary>
    public TimeSpan ShadowTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What documents may at most hold.</summary>
    public DocumentLimits Limits { get; set; } = DocumentLimits.Default;

    /// <summary>How <c>GetValue</c> reads types that are no primitives: a source-generated context of the app. Default: none, and such types give the default value.</summary>
    public IJsonTypeInfoResolver? JsonTypeInfoResolver { get; set; }
}
