namespace Storefront;

internal sealed record Home(string? User, string? Region, bool HasBanner, decimal UmbrellaPrice, string RulesVersion);
