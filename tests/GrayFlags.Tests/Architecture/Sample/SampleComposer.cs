using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample;

/// <summary>The root may use everything.</summary>
internal sealed class SampleComposer
{
    public SampleRule Rule { get; } = new();
}
