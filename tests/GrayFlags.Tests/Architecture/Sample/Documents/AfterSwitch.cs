using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class AfterSwitch
{
    // Operands of every size stand before the call, so a reader that miscounts one loses its way.
    public static double Weigh(int kind) => kind switch
    {
        0 => 1.5,
        1 => 2.5f,
        2 => 3_000_000_000L,
        3 => 300,
        4 => "four".Length,
        _ => SampleRule.Count(kind),
    };
}
