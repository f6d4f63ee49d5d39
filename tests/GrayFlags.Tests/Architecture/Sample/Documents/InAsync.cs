using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class InAsync
{
    public static async Task<object> Soon()
    {
        await Task.Yield();
        return new SampleRule();
    }
}
