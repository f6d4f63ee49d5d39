using GrayFlags;

namespace QuickStart;

/// <summary>Who visits the shop, and which flags it asks.</summary>
internal static class Shop
{
    public static readonly string[] Flags = ["new-checkout", "evening-sale", "gift_wrap", "new-banner"];

    public static readonly GrayContext Guo = new("guo") { Region = "CN-GD-GZ" };

    public static readonly GrayContext[] Visitors =
    [
        new("ana") { Region = "CN-BJ" },    // staff
        Guo,                                // in Guangdong, among its first 25 %
        new("han") { Region = "CN-GD-SZ" }, // in Guangdong, beyond them
        new("lin") { Region = "CN-GD-SZ" }, // among them, but has complained
        new("kim") { Region = "KR" },
        new() { Region = "CN-GD" },         // has not signed in: no id, so in no percentage
    ];
}
