namespace GrayFlags.Tests.Architecture.Sample.Rules.Conditions;

/// <summary>A deeper folder is part of its upper one.</summary>
internal sealed class SampleCondition : SampleRule;
