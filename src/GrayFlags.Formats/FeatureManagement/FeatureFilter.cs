using GrayFlags.Documents;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>A converted filter: a condition, or a draw at each call; neither for one that always holds.</summary>
internal readonly record struct FeatureFilter(ConditionsDefinition? Condition, PercentageDefinition? Percentage);
