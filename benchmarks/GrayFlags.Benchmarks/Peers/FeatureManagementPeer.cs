using System.Text;
using GrayFlags.Benchmarks.Workload;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace GrayFlags.Benchmarks.Peers;

/// <summary>Microsoft.FeatureManagement with the same flags.</summary>
/// <remarks>
/// Fairness. It is set up as its documentation says: the schema of its own, the targeting filter that it brings, contexts built beforehand
/// and passed in, definitions cached by its own provider, no logging. Its calls are asynchronous by design and complete at once here; the
/// result is taken without awaiting, which is cheaper than awaiting. It hashes <c>user\nflag</c> with SHA-256 where we hash otherwise, so
/// for percentages the users who are in differ, and only their number can be the same; lists and plain flags must agree user by user.
/// What it does beside answering, telemetry among it, is off.
/// </remarks>
internal sealed class FeatureManagementPeer : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IFeatureManager _manager;

    public FeatureManagementPeer(WorkKind kind, IEnumerable<string> names)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json(kind, names)))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddFeatureManagement().AddFeatureFilter<ContextualTargetingFilter>();
        _services = services.BuildServiceProvider();
        _manager = _services.GetRequiredService<IFeatureManager>();
    }

    public static TargetingContext[] Contexts() => [.. Users.Ids.Select(id => new TargetingContext { UserId = id })];

    public bool IsEnabled(string flag, TargetingContext context)
    {
        var answer = _manager.IsEnabledAsync(flag, context);
        return answer.IsCompletedSuccessfully ? answer.Result : answer.GetAwaiter().GetResult();
    }

    public void Dispose() => _services.Dispose();

    private static string Json(WorkKind kind, IEnumerable<string> names)
    {
        var flags = names.Select(name => $$"""{ "id": "{{name}}", "enabled": true{{Conditions(kind)}} }""");
        return $$"""{ "feature_management": { "feature_flags": [ {{string.Join(",\n", flags)}} ] } }""";
    }

    private static string Conditions(WorkKind kind) => kind switch
    {
        WorkKind.Plain => "",
        WorkKind.Percentage => Targeting("[]", 50),
        WorkKind.UserList => Targeting($"[{string.Join(", ", Users.Listed.Select(user => $"\"{user}\""))}]", 0),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not compared."),
    };

    private static string Targeting(string users, int percentage) =>
        """, "conditions": { "client_filters": [ { "name": "Microsoft.Targeting","""
        + $$""" "parameters": { "Audience": { "Users": {{users}}, "Groups": [], "DefaultRolloutPercentage": {{percentage}} } } } ] }""";
}
