namespace Storefront;

/// <summary>The page's view of one visitor, of the rules in force, and of the panel that may have changed them.</summary>
internal sealed record Home(
    string? User,
    string? Region,
    bool HasBanner,
    decimal UmbrellaPrice,
    string RulesVersion,
    int? Canary,
    bool IsAsInFile,
    int CanaryUsers);
