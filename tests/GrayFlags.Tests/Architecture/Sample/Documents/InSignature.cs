using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal abstract class InSignature
{
    public abstract void Take(in SampleRule rule);
}
