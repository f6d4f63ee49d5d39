using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>Compiles windows: resolves local times in their time zones.</summary>
internal sealed class WindowCompiler(ProblemList problems)
{
    private readonly TimeZones _zones = new();
    private readonly RecurrenceCompiler _recurrences = new(problems);

    public Condition? Compile(WindowDefinition window, string[] path)
    {
        if (window is { Start: null, End: null, Recurrence: null })
        {
            problems.Add(window, "", ProblemText.EmptyWindow, path);
            return null;
        }

        var clock = Clock(window, path, out var isGood);
        isGood &= TryResolve(window.Start, "start", out var start);
        isGood &= TryResolve(window.End, "end", out var end);
        if (isGood && start >= end)
        {
            problems.Add(window, "", ProblemText.StartNotBeforeEnd(window.Start!.Value, window.End!.Value), path);
            isGood = false;
        }

        if (window.Recurrence is null)
        {
            return isGood ? new WindowCondition(window, start ?? long.MinValue, end ?? long.MaxValue) : null;
        }

        var pattern = _recurrences.Compile(window, clock, isGood ? start : null, path);
        return isGood && pattern is not null && clock is not null
            ? new RecurringWindowCondition(window, start ?? long.MinValue, end ?? long.MaxValue, pattern, clock)
            : null;

        bool TryResolve(WindowEdgeDefinition? edge, string field, out long? ticks)
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
                problems.Add(window, field, ProblemText.NoOffsetAndNoZone(ShownText.Quote(written.ToString())), path);
                return false;
            }

            ticks = clock?.FirstAt(written.DateTime.Ticks);
            if (clock is not null && ticks is null)
            {
                problems.Add(window, field, ProblemText.BeyondTime(ShownText.Quote(written.ToString())), path);
            }

            return ticks is not null;
        }
    }

    private WallClock? Clock(WindowDefinition window, string[] path, out bool isGood)
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

        problems.Add(window, "timeZone", ProblemText.UnknownTimeZone(ShownText.Quote(name), near), path);
        isGood = false;
        return null;
    }
}
