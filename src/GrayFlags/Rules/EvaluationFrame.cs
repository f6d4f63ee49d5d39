using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules;

/// <summary>What one evaluation sees and notes: the context, and a clock and a draw that are read at most once and only when asked.</summary>
internal ref struct EvaluationFrame
{
    private const long NotRead = -1;

    private readonly FrameServices _services;
    private long _nowTicks;
    private ulong _requestHash;

    public EvaluationFrame(GrayContext context, Flag[] flags, RolloutGate[] admissions, FrameServices services)
    {
        Context = context;
        Flags = flags;
        Admissions = admissions;
        _services = services;
        _nowTicks = NotRead;
    }

    /// <summary>A frame whose clock and draw stand still, for snapshots.</summary>
    public EvaluationFrame(GrayContext context, Flag[] flags, RolloutGate[] admissions, FrameServices services, long nowTicks, ulong requestHash)
    {
        Context = context;
        Flags = flags;
        Admissions = admissions;
        _services = services;
        _nowTicks = nowTicks;
        _requestHash = requestHash;
    }

    public readonly GrayContext Context;

    /// <summary>The flags of the rule set by their places, for those that other flags require.</summary>
    public readonly Flag[] Flags;

    /// <summary>Where each rollout stands, by <see cref="RolloutPlan.Index"/>.</summary>
    public readonly RolloutGate[] Admissions;

    /// <summary>The bucket of the last percentage that was asked.</summary>
    public int Bucket;

    /// <summary>Whether a rule did not match only because its percentage was asked for a subject without an id.</summary>
    public bool SubjectMissing;

    /// <summary>The name of the first attribute that an operator could not read; null where there is none.</summary>
    public string? UnreadableAttribute;

    public readonly IRequiredFlags RequiredFlags => _services.RequiredFlags;

    /// <summary>Now, in ticks of UTC.</summary>
    public long NowTicks
    {
        get
        {
            if (_nowTicks == NotRead)
            {
                _nowTicks = _services.Clock.GetUtcNow().UtcTicks;
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
                _requestHash = _services.Draws.Next();
            }

            return _requestHash;
        }
    }
}
