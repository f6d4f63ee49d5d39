namespace GrayFlags.Tests.Architecture.Sample.Rules;

internal static class ToRoot
{
    public static object Compose() => new SampleComposer();
}
