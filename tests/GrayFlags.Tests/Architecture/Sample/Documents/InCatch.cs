using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InCatch
{
    public static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (SampleException)
        {
            return false;
        }
    }
}
