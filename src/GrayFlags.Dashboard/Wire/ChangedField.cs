using System.Text.Json;

namespace GrayFlags.Dashboard.Wire;

/// <summary>A field that two documents write differently.</summary>
/// <param name="Path">The place in its flag or segment, such as rules.south.percentage; empty for all of it.</param>
/// <param name="Before">Its JSON before; null when it was not there.</param>
/// <param name="After">Its JSON after; null when it is not there.</param>
internal sealed record ChangedField(string Path, JsonElement? Before, JsonElement? After);
