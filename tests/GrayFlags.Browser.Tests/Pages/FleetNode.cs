using GrayFlags.Dashboard.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>A node of a fleet on a real store, with the dashboard under /flags and the time of the machine.</summary>
internal sealed class FleetNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FleetNode(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IGrayEvaluator Flags => _app.Services.GetRequiredService<IGrayEvaluator>();

    public IGrayDocuments Documents => _app.Services.GetRequiredService<IGrayDocuments>();

    public RolloutStatus? Status => _app.Services.GetRequiredService<IGrayRollouts>().GetStatus("checkout");

    public static async Task<FleetNode> StartAsync(string name, string connection)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        TestUsers.AddTo(builder.Services);
        builder.Services.AddGrayFlags(o => o.InstanceName = name)
            .AddPostgreSql(o => (o.ConnectionString, o.Document, o.CreateSchema) = (connection, "shop", true))
            .AddDashboard(o => (o.ReadPolicy, o.OperatePolicy, o.PublishPolicy) = ("flags.read", "flags.operate", "flags.publish"));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRouting();
        app.MapGrayDashboard("/flags");
        await app.StartAsync();
        return new(app);
    }

    /// <summary>One call of a user; it fails where the canary answers it.</summary>
    public void Call(string user)
    {
        using var outcome = Flags.Begin("checkout", new GrayContext(user));
        if (outcome.Arm == GrayArm.Canary)
        {
            outcome.Fail();
        }
        else
        {
            outcome.Succeed();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
