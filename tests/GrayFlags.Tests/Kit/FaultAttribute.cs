using NUnit.Framework;

namespace GrayFlags.Tests.Kit;

/// <summary>The fault that a test injects, by its id in the catalogue: <c>[Fault("F1")]</c>. Select with <c>--filter Fault=F1</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FaultAttribute(string id) : PropertyAttribute("Fault", id)
{
    public string Id { get; } = id;
}
