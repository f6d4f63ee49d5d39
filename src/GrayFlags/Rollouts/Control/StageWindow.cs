using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rollouts.Control;

/// <summary>The window in which a stage may be left; it depends on the time only.</summary>
internal static class StageWindow
{
    private static readonly TimeSpan LookAhead = TimeSpan.FromDays(7);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static bool IsOpen(Condition window, DateTimeOffset at)
    {
        EvaluationFrame.Make(out var frame, GrayContext.Anonymous, [], [], null!, at.UtcTicks, 1);
        return window.Holds(ref frame);
    }

    /// <summary>The minute in which it next opens; null when it is open, or does not open within a week.</summary>
    public static DateTimeOffset? NextOpening(Condition window, DateTimeOffset now)
    {
        if (IsOpen(window, now))
        {
            return null;
        }

        for (var at = now + Step; at <= now + LookAhead; at += Step)
        {
            if (IsOpen(window, at))
            {
                // Windows open at whole minutes.
                var minute = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
                while (IsOpen(window, minute - Minute))
                {
                    minute -= Minute;
                }

                return minute;
            }
        }

        return null;
    }
}
