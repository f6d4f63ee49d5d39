using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InGenericCall
{
    public static object Nothing() => Array.Empty<SampleRule>();
}
