namespace GrayFlags.AspNetCore;

/// <summary>Options of <c>MapGrayOfrep</c>: who may ask for what.</summary>
public sealed class GrayOfrepOptions
{
    /// <summary>
    /// The flags that are answered; others do not exist here. Default: those with <c>"clientSide": true</c>. <see cref="FlagSelection.All"/> needs
    /// authorization.
    /// </summary>
    public FlagSelection Flags { get; set; } = FlagSelection.ClientSide;

    /// <summary>The source of the context that is asked for. Default: the request. <see cref="OfrepContext.FromBody"/> needs authorization.</summary>
    public OfrepContext Context { get; set; } = OfrepContext.FromRequest;

    /// <summary>
    /// Attributes that a body may add to the context of its request (ordinal), and <c>region</c>; one that the request has already stays as it is. Default:
    /// none.
    /// </summary>
    public ISet<string> BodyAttributes { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// True to say why: the rule, the bucket, the owner, what went wrong, and the version of the rules. Default, null: for
    /// <see cref="FlagSelection.All"/> only.
    /// </summary>
    public bool? Metadata { get; set; }

    /// <summary>True to tell clients of changes, by server-sent events. Default: true.</summary>
    public bool Events { get; set; } = true;

    /// <summary>The longest random delay of an event, so that all clients do not ask at once; 0 to 1 minute. Default: 2 seconds.</summary>
    public TimeSpan EventSpread { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest body, in bytes; a longer one is answered with 413. From 1 to 16 MiB. Default: 64 KiB.</summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>The number of attributes that a context may have; more are answered with 400. From 0 to 10,000. Default: 64.</summary>
    public int MaxAttributes { get; set; } = 64;

    /// <summary>The number of streams of events at a time; the next is answered with 503. From 0. Default: 10,000.</summary>
    public int MaxEventStreams { get; set; } = 10_000;

    /// <summary>
    /// True to answer anybody without authorization, also with all flags or for any user: for networks that only trusted servers reach. Default: false, and the
    /// start fails.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    internal bool HasMetadata => Metadata ?? Flags == FlagSelection.All;
}
