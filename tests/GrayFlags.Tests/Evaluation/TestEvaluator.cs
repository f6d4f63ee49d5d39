using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Creates evaluators as an app does, with what a test wants to control.</summary>
internal static class TestEvaluator
{
    public static GrayEvaluator Create(
        IRuleProvider provider, TimeProvider? clock = null, ILoggerFactory? log = null, IGrayContextAccessor? accessor = null,
        Action<GrayFlagsOptions>? options = null,
        Action<IGrayFlagsBuilder>? builder = null) =>
        GrayEvaluator.Create(created =>
        {
            created.AddProvider(provider);
            Add(created.Services, clock);
            Add(created.Services, log);
            Add(created.Services, accessor);
            created.Services.Configure(options ?? (_ => { }));
            builder?.Invoke(created);
        });

    public static GrayEvaluator Create(string json, TimeProvider? clock = null) => Create(new InMemoryRuleProvider(FlagDocument.Parse(json)), clock);

    /// <summary>The decision of one flag, in one line.</summary>
    public static string Decide(string flag, GrayContext? context, string segments = "{ }", TimeProvider? clock = null)
    {
        using var evaluator = Create($$"""{ "segments": {{segments}}, "flags": { "f": {{flag}} } }""", clock);
        return evaluator.Evaluate("f", context).ToString();
    }

    private static void Add<T>(IServiceCollection services, T? service)
        where T : class
    {
        if (service is not null)
        {
            services.AddSingleton(service);
        }
    }
}
