using System.Diagnostics;
using System.Reflection;
using GrayFlags.Tests.Documentation;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>A web program of a page, run as it is, in memory, by the rules of a test. The host says by its own events when it is built.</summary>
internal sealed class ProgramSite : IAsyncDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    // Hosts that other tests build at the same time are none of ours.
    private readonly AsyncLocal<bool> _isOurs = new();
    private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _subscriptions = [];
    private readonly TempFolder _folder = new();
    private readonly InMemoryRuleProvider _rules = new();
    private Task _program = Task.CompletedTask;

    private ProgramSite(string rules) => _rules.SetJson(rules);

    public static async Task<ProgramSite> StartAsync(MarkdownBlock program, string rules)
    {
        var site = new ProgramSite(rules);
        site._subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(site));
        var main = BlockRunner.Load(program).EntryPoint!;
        site._program = Task.Factory.StartNew(() => site.Run(main), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await await Task.WhenAny(site.StartedAsync(), site._program);
        return site;
    }

    public async Task<HttpClient> ClientAsync() => (await _host.Task).GetTestClient();

    public async ValueTask DisposeAsync()
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        await (await _host.Task).StopAsync();
        await _program;
        _folder.Dispose();
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (!_isOurs.Value)
        {
            return;
        }

        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
        {
            builder.ConfigureServices(services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddGrayFlags().AddProvider(_rules);
            });
            builder.ConfigureWebHost(web => web.UseTestServer());
        }

        if (value is { Key: "HostBuilt", Value: IHost host })
        {
            _host.SetResult(host);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private void Run(MethodInfo main)
    {
        _isOurs.Value = true;
        main.Invoke(null, [new[] { "--contentRoot", _folder.Path, "--Logging:LogLevel:Default", "None" }]);
    }

    private async Task StartedAsync()
    {
        var lifetime = (await _host.Task).Services.GetRequiredService<IHostApplicationLifetime>();
        var started = new TaskCompletionSource();
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task;
        }
    }
}
