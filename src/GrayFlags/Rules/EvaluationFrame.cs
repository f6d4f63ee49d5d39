namespace GrayFlags.Rules;

/// <summary>What one evaluation sees and notes: the context, and a clock and a draw that are read at most once and only when asked.</summary>
internal ref struct EvaluationFrame
{
    private const long NotRead = -1;

    private readonly TimeProvider? _clock;
    private readonly RequestDraws? _draws;
    private long _nowTicks;
    private ulong _requestHash;

    public EvaluationFrame(GrayContext context, TimeProvider clock, RequestDraws draws, IFlagOverrides overrides)
    {
        Context = context;
        Overrides = overrides;
        _clock = clock;
        _draws = draws;
        _nowTicks = NotRead;
    }

    /// <summary>A frame whose clock and draw stand still, for snapshots.</summary>
    public EvaluationFrame(GrayContext context, long nowTicks, ulong requestHash, IFlagOverrides overrides)
    {
        Context = context;
        Overrides = overrides;
        _nowTicks = nowTicks;
        _requestHash = requestHash;
    }

    public readonly GrayContext Context;

    public readonly IFlagOverrides Overrides;

    /// <summary>The bucket of the last percentage that was asked.</summary>
    public int Bucket;

    /// <summary>Whether a rule did not match only because its percentage was asked for a subject without an id.</summary>
    public bool SubjectMissing;

    /// <summary>Now, in ticks of UTC.</summary>
    public long NowTicks
    {
        get
        {
            if (_nowTicks == NotRead)
            {
                _nowTicks = _clock!.GetUtcNow().UtcTicks;
            }

            return _nowTicks;
        }
    }

    /// <summary>What the request is divided by: one draw, made when it is first asked for.</summary>
    public ulong RequestHash
    {
        get
        {
            if (_requestHash == 0)
            {
                _requestHash = _draws!.Next();
            }

            return _requestHash;
        }
    }
}
