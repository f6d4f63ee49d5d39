namespace GrayFlags.Tests.Architecture;

/// <summary>One type that refers to another, both outermost.</summary>
internal readonly record struct Arrow(Type From, Type To);
