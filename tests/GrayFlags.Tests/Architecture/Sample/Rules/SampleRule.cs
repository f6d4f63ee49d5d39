using GrayFlags.Tests.Architecture.Sample.Documents;

namespace GrayFlags.Tests.Architecture.Sample.Rules;

/// <summary>Its own arrows are allowed ones: down to Documents, and to the data of the root.</summary>
internal class SampleRule
{
    public SampleDocument? Document { get; init; }

    public GrayContext? Context { get; init; }

    public static int Count(int weight) => weight;
}
