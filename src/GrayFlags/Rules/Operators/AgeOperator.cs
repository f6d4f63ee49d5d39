using System.Globalization;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Rules.Operators;

/// <summary><c>newerThan</c> and <c>olderThan</c>: an instant less than some time ago, or at least that long ago. Every instant is one of the two.</summary>
internal sealed class AgeOperator(string name, bool isNewer, TimeSpan age) : AttributeOperator(name)
{
    public override long Steps => EvaluationCost.Order;

    public override bool ReadsClock => true;

    public override string Readable => "an instant with an offset, such as 2026-12-01T00:00:00Z";

    protected override string Operand => age.ToString("c", CultureInfo.InvariantCulture);

    protected override bool HoldsForText(string text, in AttributeReading attribute) =>
        InstantText.TryParse(text, out var utcTicks) ? HoldsForInstant(utcTicks, attribute) : attribute.Unreadable();

    protected override bool HoldsForInstant(long utcTicks, in AttributeReading attribute) => attribute.NowTicks - utcTicks < age.Ticks == isNewer;
}
