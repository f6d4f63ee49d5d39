namespace Storefront;

/// <summary>The two versions that one address has.</summary>
internal static class Checkout
{
    public static string FourPages() => "The checkout you know: basket, address, payment, confirmation.";

    public static string OnePage() => "The new checkout: all on one page.";
}
