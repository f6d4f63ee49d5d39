using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Time;

namespace GrayFlags.Compilation;

/// <summary>Compiles windows: resolves local times in their time zones.</summary>
internal sealed class WindowCompiler(ProblemList problems)
{
    private readonly TimeZones _zones = new(problems);
    private readonly RecurrenceCompiler _recurrences = new(problems);

    /// <param name="window">The window.</param>
    /// <param name="owner">The path up to what has the window; that of the window itself is joined only for a problem.</param>
    public Condition? Compile(WindowDefinition window, ReadOnlySpan<string> owner)
    {
        if (window is { Start: null, End: null, Recurrence: null })
        {
            Report(window, "", ProblemText.EmptyWindow, owner);
            return null;
        }

        var clock = Clock(window, owner, out var isGood);
        isGood &= TryResolve(window, window.Start, "start", clock, owner, out var start);
        isGood &= TryResolve(window, window.End, "end", clock, owner, out var end);
        if (isGood && start >= end)
        {
            Report(window, "", ProblemText.StartNotBeforeEnd(window.Start!.Value, window.End!.Value), owner);
            isGood = false;
        }

        if (window.Recurrence is null)
        {
            return isGood ? new WindowCondition(window, start ?? long.MinValue, end ?? long.MaxValue) : null;
        }

        var pattern = _recurrences.Compile(window, clock, isGood ? start : null, [.. owner, "window"]);
        return isGood && pattern is not null && clock is not null
            ? new RecurringWindowCondition(window, start ?? long.MinValue, end ?? long.MaxValue, pattern, clock)
            : null;
    }

    private bool TryResolve(WindowDefinition window, WindowEdgeDefinition? edge, string field, WallClock? clock, ReadOnlySpan<string> owner, out long? ticks)
    {
        ticks = null;
        if (edge is not { } written)
        {
            return true;
        }

        if (written.Offset is { } offset)
        {
            ticks = written.DateTime.Ticks - offset.Ticks;
            return true;
        }

        if (window.TimeZone is null)
        {
            Report(window, field, ProblemText.NoOffsetAndNoZone(LogSafeText.Quote(written.ToString())), owner);
            return false;
        }

        ticks = clock?.FirstAt(written.DateTime.Ticks);
        if (clock is not null && ticks is null)
        {
            Report(window, field, ProblemText.BeyondTime(LogSafeText.Quote(written.ToString())), owner);
        }

        return ticks is not null;
    }

    private WallClock? Clock(WindowDefinition window, ReadOnlySpan<string> owner, out bool isGood)
    {
        isGood = true;
        if (window.TimeZone is not { } name)
        {
            return null;
        }

        if (_zones.Find(name, out var near) is { } clock)
        {
            return clock;
        }

        Report(window, "timeZone", ProblemText.UnknownTimeZone(LogSafeText.Quote(name), near), owner);
        isGood = false;
        return null;
    }

    private void Report(WindowDefinition window, string field, string problem, ReadOnlySpan<string> owner) =>
        problems.Add(window, field, problem, [.. owner, "window"]);
}
