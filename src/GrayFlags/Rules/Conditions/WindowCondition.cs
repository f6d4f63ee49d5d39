using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Rules.Conditions;

/// <summary>Now is in [start, end).</summary>
internal sealed class WindowCondition(WindowDefinition window, long startTicks, long endTicks) : Condition, ITimedCondition
{
    public override long Steps => EvaluationCost.Window;

    public override bool Holds(ref EvaluationFrame frame) => IsOpen(frame.NowTicks);

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("window", Wanted(), "now " + Shown(new DateTimeOffset(frame.NowTicks, TimeSpan.Zero)), Holds(ref frame));

    public long StateAt(long utcTicks) => IsOpen(utcTicks) ? 1 : 0;

    public long? NextChange(long utcTicks) =>
        utcTicks < startTicks ? startTicks : utcTicks < endTicks && endTicks < DateTime.MaxValue.Ticks ? endTicks : null;

    private bool IsOpen(long utcTicks) => utcTicks >= startTicks && utcTicks < endTicks;

    private static string Shown(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private string Wanted() => (window.Start, window.End) switch
    {
        ({ } from, { } to) => $"from {from} until before {to}{Zone()}",
        ({ } from, null) => $"from {from}{Zone()}",
        (null, { } to) => $"until before {to}{Zone()}",
        _ => "at any time",
    };

    private string Zone() => window.Start is { Offset: null } || window.End is { Offset: null } ? $" in {window.TimeZone}" : "";
}
