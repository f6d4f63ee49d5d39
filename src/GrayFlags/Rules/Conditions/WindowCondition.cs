using System.Globalization;

namespace GrayFlags.Rules.Conditions;

/// <summary>Now is in [start, end).</summary>
internal sealed class WindowCondition(DateTimeOffset? start, DateTimeOffset? end) : Condition
{
    private readonly long _startTicks = start?.UtcTicks ?? long.MinValue;
    private readonly long _endTicks = end?.UtcTicks ?? long.MaxValue;

    public override bool Holds(ref EvaluationFrame frame)
    {
        var now = frame.NowTicks;
        return now >= _startTicks && now < _endTicks;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("window", Wanted(), "now " + Shown(new DateTimeOffset(frame.NowTicks, TimeSpan.Zero)), Holds(ref frame));

    private static string Shown(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private string Wanted() => (start, end) switch
    {
        ({ } from, { } to) => $"from {Shown(from)} until before {Shown(to)}",
        ({ } from, null) => $"from {Shown(from)}",
        (null, { } to) => $"until before {Shown(to)}",
        _ => "at any time",
    };
}
