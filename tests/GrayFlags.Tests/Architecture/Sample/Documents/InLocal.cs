using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InLocal
{
    // Nothing is called or created: the only trace is the type of the variable, which no optimisation removes as it is written twice.
    public static bool StaysNull(int times)
    {
        SampleRule? rule = null;
        for (var i = 0; i < times; i++)
        {
            if (rule is not null)
            {
                return false;
            }

            rule = null;
        }

        return true;
    }
}
