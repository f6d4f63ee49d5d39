namespace Storefront;

internal sealed class SalePrices : IPrices
{
    public decimal OfAnUmbrella => 16m;
}
