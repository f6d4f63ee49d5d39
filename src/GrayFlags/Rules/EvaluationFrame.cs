using System.Runtime.CompilerServices;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules;

/// <summary>The inputs and notes of one evaluation: the context, and a clock and a draw that are read at most once and only on demand.</summary>
internal ref struct EvaluationFrame
{
    /// <summary>The place of a clock that is read on demand.</summary>
    public const long NotRead = -1;

    private FrameServices _services;
    private long _nowTicks;
    private ulong _requestHash;

    /// <summary>Makes a frame in place: one that is returned, or assigned from a constructor, is copied.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="context">The context that asks.</param>
    /// <param name="flags">The flags of the rule set by their places.</param>
    /// <param name="admissions">The gate of each rollout.</param>
    /// <param name="services">The clock, the draws and the flags that others require.</param>
    /// <param name="nowTicks">Now, for snapshots; otherwise <see cref="NotRead"/>.</param>
    /// <param name="requestHash">The draw, for snapshots; otherwise 0, which means on demand.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Make(
        out EvaluationFrame frame, GrayContext context, Flag[] flags, RolloutGate[] admissions, FrameServices services, long nowTicks, ulong requestHash)
    {
        frame = default;
        frame.Context = context;
        frame.Flags = flags;
        frame.Admissions = admissions;
        frame._services = services;
        frame._nowTicks = nowTicks;
        frame._requestHash = requestHash;
    }

    public GrayContext Context { readonly get; private set; }

    /// <summary>The flags of the rule set by their places, for those that other flags require.</summary>
    public Flag[] Flags { readonly get; private set; }

    /// <summary>The gate of each rollout, by <see cref="RolloutPlan.Index"/>.</summary>
    public RolloutGate[] Admissions { readonly get; private set; }

    /// <summary>The bucket of the last percentage that was asked.</summary>
    public int Bucket;

    /// <summary>The arm of the last rollout that was asked, and the chance by which it is.</summary>
    public Assignment Assignment;

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
