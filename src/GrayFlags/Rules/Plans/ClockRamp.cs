namespace GrayFlags.Rules.Plans;

/// <summary>A share that grows with the clock and with nothing else.</summary>
/// <param name="From">The share at the start, in buckets of 100,000.</param>
/// <param name="To">The share at the end.</param>
/// <param name="Over">The duration.</param>
internal sealed record ClockRamp(int From, int To, TimeSpan Over)
{
    public int SizeAt(TimeSpan elapsed) =>
        elapsed <= TimeSpan.Zero ? From : elapsed >= Over ? To : From + (int)((To - From) * (elapsed / Over));
}
