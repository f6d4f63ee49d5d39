namespace Storefront;

/// <summary>What some umbrellas cost: the version that answers, and the one that runs in its shadow.</summary>
internal static class Quotes
{
    private const int Dozen = 12;

    public static decimal Original(int count, IPrices prices) => count * prices.OfAnUmbrella;

    // Gives the thirteenth for free, which nobody has asked for: the shadow shows it before a customer does.
    public static decimal Upgraded(int count, IPrices prices) => (count - (count / (Dozen + 1))) * prices.OfAnUmbrella;
}
