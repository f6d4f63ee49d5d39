using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal sealed class InArrayField
{
    public SampleRule[,]? Rules { get; set; }
}
