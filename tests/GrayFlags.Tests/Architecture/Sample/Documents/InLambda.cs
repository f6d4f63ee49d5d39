using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InLambda
{
    public static Func<object> Later() => () => new SampleRule();
}
