using System.Globalization;
using GrayFlags;

namespace QuickStart;

/// <summary>Who visits the shop, and which flags it asks.</summary>
internal static class Shop
{
    private const int MadeUp = 1_000;

    public static readonly string[] Flags = ["new-checkout", "evening-sale", "gift_wrap", "new-banner"];

    public static readonly GrayContext Guo = new("guo") { Region = "CN-GD-GZ" };

    public static readonly GrayContext[] Visitors =
    [
        new("ana") { Region = "CN-BJ" },    // staff
        Guo,                                // in Guangdong, among its first 25 %
        new("hua") { Region = "CN-GD-SZ" }, // in Guangdong, among its first 50 %
        new("mei") { Region = "CN-GD-GZ" }, // in Guangdong, among its first 75 %
        new("lin") { Region = "CN-GD-SZ" }, // among the first 25 %, but has complained
        new() { Region = "CN-GD" },         // has not signed in: no id, so in no percentage
    ];

    /// <summary>Made-up users in Guangdong, to see a percentage by.</summary>
    public static readonly GrayContext[] Crowd =
        [.. Enumerable.Range(1, MadeUp).Select(number => new GrayContext(string.Create(CultureInfo.InvariantCulture, $"user-{number}")) { Region = "CN-GD" })];

    public static string NameOf(GrayContext visitor) => visitor.UserId ?? "nobody";

    public static string Answer(GrayDecision decision) => (decision.Enabled ? "on" : "off") + (decision.Variant is null ? "" : $" '{decision.Variant}'");
}
