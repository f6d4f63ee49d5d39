namespace Storefront;

internal interface IPrices
{
    decimal OfAnUmbrella { get; }
}
