using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Tests.Evaluation;

/// <summary>The conditions that the tests register, as an app does.</summary>
internal static class SampleConditions
{
    public static IServiceCollection AddGrayFlagsForTest(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGrayFlags(configuration.GetSection("GrayFlags")).AddConditions();
        return services;
    }

    public static IGrayFlagsBuilder AddConditions(this IGrayFlagsBuilder builder) => builder
        .AddCondition("prefix", new CustomConditionTests.Inline(Prefix))
        .AddCondition("even", new CustomConditionTests.Inline(_ => (context, _) => context.UserId?.Length % 2 == 0))
        .AddCondition("evening", new CustomConditionTests.Inline(_ => (_, now) => now.Hour >= 18))
        .AddCondition("throws", new CustomConditionTests.Inline(_ => (_, _) => throw new TimeoutException("S3CR3T")))
        .AddCondition("fails", new CustomConditionTests.Inline(_ => throw new InvalidOperationException("S3CR3T")))
        .AddCondition("none", new CustomConditionTests.Inline(_ => null!));

    private static GrayConditionTest Prefix(GrayConditionParameters parameters)
    {
        var prefix = parameters.GetString("of");
        var minLength = parameters.GetNumber("minLength", 0);
        var isStrict = parameters.GetBoolean("strict", false);
        var teams = parameters.GetList("teams", []);
        if (minLength < 0)
        {
            parameters.Report("minLength", $"{minLength} is below 0");
        }

        return (context, _) =>
            context.UserId is { } user && user.StartsWith(prefix, StringComparison.Ordinal) && user.Length >= minLength && (!isStrict || teams.Count == 2);
    }
}
