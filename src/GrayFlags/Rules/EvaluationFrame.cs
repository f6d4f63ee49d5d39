namespace GrayFlags.Rules;

/// <summary>What one evaluation sees and notes: the context, and a clock that is read at most once and only when asked.</summary>
internal ref struct EvaluationFrame
{
    private const long NotRead = -1;

    private readonly TimeProvider? _clock;
    private long _nowTicks;

    public EvaluationFrame(GrayContext context, TimeProvider clock)
    {
        Context = context;
        _clock = clock;
        _nowTicks = NotRead;
    }

    /// <summary>A frame whose clock stands still, for snapshots.</summary>
    public EvaluationFrame(GrayContext context, long nowTicks)
    {
        Context = context;
        _nowTicks = nowTicks;
    }

    public readonly GrayContext Context;

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
}
