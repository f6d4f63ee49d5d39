using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InBody
{
    public static int Weigh() => SampleRule.Count(1);
}
