using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InIterator
{
    public static IEnumerable<object> Each()
    {
        yield return new SampleRule();
    }
}
