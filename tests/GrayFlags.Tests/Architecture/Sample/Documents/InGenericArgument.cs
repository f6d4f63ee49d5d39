using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InGenericArgument
{
    public static Dictionary<string, List<SampleRule>>? ByName => null;
}
