using System.Text.Json;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>A feature flag as it is written.</summary>
/// <param name="Json">The flag.</param>
/// <param name="IsOlder">True for the schema <c>FeatureManagement</c>.</param>
internal readonly record struct FeatureFlag(JsonElement Json, bool IsOlder);
