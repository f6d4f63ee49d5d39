namespace Storefront;

internal sealed class ListPrices : IPrices
{
    public decimal OfAnUmbrella => 20m;
}
