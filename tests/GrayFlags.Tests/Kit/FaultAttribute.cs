using NUnit.Framework;

namespace GrayFlags.Tests.Kit;

/// <summary>Marks the test of a fault that the library survives, by the fault's number.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FaultAttribute(string id) : PropertyAttribute("Fault", id);
