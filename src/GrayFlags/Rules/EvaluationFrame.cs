using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules;

/// <summary>The inputs and notes of one evaluation: the context, and a clock and a draw that are read at most once and only on demand.</summary>
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

    /// <summary>A frame with a fixed clock and draw, for snapshots.</summary>
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

    /// <summary>The gate of each rollout, by <see cref="RolloutPlan.Index"/>.</summary>
    public readonly RolloutGate[] Admissions;

    /// <summary>The bucket of the last percentage that was asked.</summary>
    public int Bucket;

    /// <summary>True if a rule did not match only because its percentage was evaluated for a subject without an id.</summary>
    public bool SubjectMissing;

    /// <summary>The name of the first attribute that an operator could not read; null when there is none.</summary>
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

    /// <summary>The request's random number: one draw, made on first use.</summary>
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
