using System.CommandLine;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Simulate;

/// <summary>The options for instants: some, or a series.</summary>
internal sealed class InstantOptions
{
    private const int MaxInstants = 10_000;

    private readonly Option<string[]> _at = new("--at")
    {
        Description = "The time of the answers, for example 2026-06-01T12:00:00Z; several for a line each. Default: now.",
        HelpName = "time",
    };

    private readonly Option<DateTimeOffset?> _from = SubjectOptions.Instant("--from", "The first of a series of times.");
    private readonly Option<DateTimeOffset?> _to = SubjectOptions.Instant("--to", "The last of a series of times.");
    private readonly Option<string?> _step = new("--step")
    {
        Description = "The time between two of a series: 30m, 6h, 1d. Default: 1d.",
        HelpName = "duration",
    };

    public void AddTo(Command command)
    {
        Option[] all = [_at, _from, _to, _step];
        Array.ForEach(all, command.Options.Add);
    }

    public IReadOnlyList<DateTimeOffset> Instants(ParseResult parsed, TimeProvider clock)
    {
        var (at, from, to) = (parsed.GetValue(_at) ?? [], parsed.GetValue(_from), parsed.GetValue(_to));
        if (from is null && to is null)
        {
            return at.Length == 0 ? [clock.GetUtcNow()] : [.. at.Select(Instant)];
        }

        if (at.Length > 0 || from is not { } first || to is not { } last || last < first)
        {
            throw new UsageException("--from and --to go together, the earlier first, and without --at");
        }

        var step = Durations.Parse("--step", parsed.GetValue(_step) ?? "1d");
        var count = ((last - first).Ticks / step.Ticks) + 1;
        return count <= MaxInstants
            ? [.. Enumerable.Range(0, (int)count).Select(index => first + (index * step))]
            : throw new UsageException($"--step gives {Figures.Count(count)} instants, and at most {Figures.Count(MaxInstants)} are allowed");
    }

    private static DateTimeOffset Instant(string text) => SubjectOptions.TryInstant(text, out var instant)
        ? instant
        : throw new UsageException($"--at is '{text}', no time with an offset such as 2026-06-01T12:00:00Z or 2026-06-01T20:00:00+08:00");
}
