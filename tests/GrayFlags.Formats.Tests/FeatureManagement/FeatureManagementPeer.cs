using System.Text;
using GrayFlags.Formats.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace GrayFlags.Formats.Tests.FeatureManagement;

/// <summary>Microsoft.FeatureManagement itself, over a document.</summary>
internal sealed class FeatureManagementPeer : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IVariantFeatureManager _manager;

    public FeatureManagementPeer(string json, bool ignoreCase)
    {
        Configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(Configuration).AddSingleton<TimeProvider>(new ManualTimeProvider(Converted.Now));
        services.Configure<TargetingEvaluationOptions>(options => options.IgnoreCase = ignoreCase);
        services.AddFeatureManagement().AddFeatureFilter<ContextualTargetingFilter>();
        _services = services.BuildServiceProvider();
        _manager = _services.GetRequiredService<IVariantFeatureManager>();
    }

    public IConfiguration Configuration { get; }

    public async Task<(bool Enabled, string? Variant)> AskAsync(string flag, string? user, string[] groups)
    {
        var context = new TargetingContext { UserId = user, Groups = groups };
        return (await _manager.IsEnabledAsync(flag, context), (await _manager.GetVariantAsync(flag, context))?.Name);
    }

    public void Dispose() => _services.Dispose();
}
