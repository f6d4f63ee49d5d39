namespace GrayFlags.Providers.Http;

/// <summary>The wait after failures in a row: anything between the shortest wait and a longest one that doubles each time.</summary>
/// <remarks>
/// The whole range is drawn from ("full jitter"), which spreads clients that failed together the furthest; the shortest wait keeps any of them from spinning.
/// </remarks>
/// <param name="min">The shortest wait.</param>
/// <param name="first">The longest wait after the first failure.</param>
/// <param name="max">The longest wait of all.</param>
/// <param name="jitter">Where in the range.</param>
internal sealed class Backoff(TimeSpan min, TimeSpan first, TimeSpan max, Jitter jitter)
{
    private const int MaxDoublings = 30;

    public int Failures { get; private set; }

    public TimeSpan Next()
    {
        Failures++;
        var longest = first * Math.Pow(2, Math.Min(Failures - 1, MaxDoublings));
        return jitter.Between(min, longest < max ? longest : max);
    }

    public void Reset() => Failures = 0;
}
