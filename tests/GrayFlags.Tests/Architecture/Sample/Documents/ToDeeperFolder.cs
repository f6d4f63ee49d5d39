using GrayFlags.Tests.Architecture.Sample.Rules.Conditions;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal static class ToDeeperFolder
{
    public static object Make() => new SampleCondition();
}
