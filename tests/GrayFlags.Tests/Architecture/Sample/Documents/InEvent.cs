using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal abstract class InEvent
{
    public abstract event EventHandler<SampleRule> Changed;
}
