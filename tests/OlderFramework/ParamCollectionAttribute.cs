namespace System.Runtime.CompilerServices;

/// <summary>The mark of <c>params</c> that is no array.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ParamCollectionAttribute : Attribute;
