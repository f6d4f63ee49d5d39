using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static unsafe class InFunctionPointer
{
    public static bool IsNull(delegate*<SampleRule, void> call) => call is null;
}
