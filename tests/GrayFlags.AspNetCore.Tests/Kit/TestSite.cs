using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Tests.Kit;

/// <summary>A site of a test's own, in memory or behind a real server. It asks the rules that the test gives it.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, InMemoryRuleProvider rules, RecordingLoggerFactory log)
    {
        _app = app;
        Rules = rules;
        Log = log;
    }

    public InMemoryRuleProvider Rules { get; }

    public RecordingLoggerFactory Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Keeps no cookies and follows no redirects.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts a site.</summary>
    /// <param name="rules">The first document.</param>
    /// <param name="map">Maps endpoints, and adds middleware.</param>
    /// <param name="flags">Adds to GrayFlags; null for <c>AddAspNetCore()</c>.</param>
    /// <param name="services">Adds services; null for none.</param>
    /// <param name="isReal">Whether Kestrel listens on a port, or all stays in memory.</param>
    public static async Task<TestSite> StartAsync(
        string rules, Action<WebApplication> map, Action<IGrayFlagsBuilder>? flags = null, Action<IServiceCollection>? services = null, bool isReal = false)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        var log = new RecordingLoggerFactory();
        var provider = new InMemoryRuleProvider();
        provider.SetJson(rules);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        services?.Invoke(builder.Services);
        var grayFlags = builder.Services.AddGrayFlags().AddProvider(provider);
        (flags ?? (added => added.AddAspNetCore()))(grayFlags);
        if (!isReal)
        {
            builder.WebHost.UseTestServer();
        }

        var app = builder.Build();
        map(app);
        if (isReal)
        {
            app.Urls.Add("http://127.0.0.1:0");
        }

        var site = new TestSite(app, provider, log);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        site.Client = isReal
            ? new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) }
            : app.GetTestClient();
        return site;
    }

    public Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    public async Task<string> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(path, headers);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}".TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
