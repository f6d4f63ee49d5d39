namespace GrayFlags.Simulator.Traffic;

/// <summary>Calls that somebody sends to decide a rollout.</summary>
internal enum HostileKind
{
    /// <summary>They fail, with fresh ids that are drawn until they are in the canary.</summary>
    FreshFailingCanary,

    /// <summary>They fail, with fresh ids that are in the control.</summary>
    FreshFailingControl,

    /// <summary>They never end, with fresh ids that are in the control.</summary>
    FreshHangingControl,

    /// <summary>They fail, with fresh ids in both arms as they are drawn.</summary>
    FreshFailing,

    /// <summary>They go well, with twenty ids of the canary that are older than the attempt.</summary>
    HoardedGoodCanary,

    /// <summary>They fail, with twenty ids of the control that are older than the attempt.</summary>
    HoardedFailingControl,
}
