namespace GrayFlags.Simulator.Traffic;

/// <summary>What one machine sends.</summary>
/// <param name="Kind">Which calls.</param>
/// <param name="From">The second from which on.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record Hostility(HostileKind Kind, int From, int Seconds)
{
    public const int Calls = 10_000;
}
