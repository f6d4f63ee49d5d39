namespace GrayFlags.Rules.Plans;

/// <summary>A share that grows with the clock and with nothing else.</summary>
/// <param name="From">Where it begins, in buckets of 100,000.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Over">How long it takes.</param>
internal sealed record ClockRamp(int From, int To, TimeSpan Over)
{
    public int SizeAt(TimeSpan elapsed) =>
        elapsed <= TimeSpan.Zero ? From : elapsed >= Over ? To : From + (int)((To - From) * (elapsed / Over));
}
