using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GrayFlags.Dashboard.Tests.OpenApi;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Kit;

/// <summary>A site in memory with a dashboard under /flags, a rollout that waits for an approval, and a document in a store.</summary>
internal sealed class DashboardSiteOfTests : IAsyncDisposable
{
    /// <summary>The name of a rule, and the description of a flag: data, whatever it looks like.</summary>
    public const string Markup = "<img src=x onerror=alert(1)>";

    public const string Rules = """
        {
          "version": 7,
          "flags": {
            "plain": { "description": "<img src=x onerror=alert(1)>", "owner": "shop", "tags": ["ui"],
              "rules": { "gold": { "users": ["ann"], "serve": true } } },
            "checkout": {
              "rollout": {
                "id": "r1",
                "stages": [
                  { "name": "canary", "percentage": 10, "hold": "00:10:00", "advance": "approval" },
                  { "name": "half", "percentage": 50, "hold": "00:10:00", "advance": "approval" },
                  { "name": "all", "percentage": 100 }
                ],
                "guards": { "errors": { "metric": "error" } },
                "onRollback": { "cooldown": "00:00:01" }
              }
            }
          }
        }
        """;

    public const string Stored = """{ "flags": { "stored": true } }""";

    private readonly WebApplication _app;

    private DashboardSiteOfTests(WebApplication app, ManualTimeProvider clock, RecordingLoggerFactory log, HttpClient client)
    {
        _app = app;
        Clock = clock;
        Log = log;
        Client = client;
    }

    public ManualTimeProvider Clock { get; }

    public RecordingLoggerFactory Log { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public IGrayRollouts Rollouts => _app.Services.GetRequiredService<IGrayRollouts>();

    public string LiveVersion => _app.Services.GetRequiredService<IGrayFlagsMonitor>().Status.Version;

    public IEnumerable<string> Audit => Log.Entries.Select(entry => entry.Message).Where(message => message.StartsWith("Audit: ", StringComparison.Ordinal));

    public static async Task<DashboardSiteOfTests> StartAsync(
        Action<GrayDashboardOptions>? configure = null, Action<WebApplication>? pipeline = null, string path = "/flags", IRolloutStore? rollouts = null,
        bool listens = false, string rules = Rules, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        var log = new RecordingLoggerFactory();
        var provider = new InMemoryRuleProvider();
        provider.SetJson(rules);
        var store = new InMemoryDocumentStore(clock);
        await store.WriteAsync(new StoredDocument("shop", 1, default, "setup", "first", Encoding.UTF8.GetBytes(Stored)), 0, CancellationToken.None);
        if (listens)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddDataProtection();
        TestUsers.AddTo(builder.Services);
        services?.Invoke(builder.Services);
        builder.Services.AddGrayFlags(o => o.InstanceName = "web-1")
            .AddProvider(provider)
            .AddDocumentStore(store)
            .AddStoredDocument("shop")
            .AddRolloutStore(rollouts ?? new InMemoryRolloutStore())
            .AddDashboard(configure ?? Open);
        var app = builder.Build();
        try
        {
            pipeline?.Invoke(app);
            app.MapGrayDashboard(path);
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new DashboardSiteOfTests(app, clock, log, listens ? new HttpClient { BaseAddress = new Uri(app.Urls.First()) } : app.GetTestClient());
    }

    /// <summary>Three policies, for three roles.</summary>
    public static void Open(GrayDashboardOptions options)
    {
        options.ReadPolicy = "flags.read";
        options.OperatePolicy = "flags.operate";
        options.PublishPolicy = "flags.publish";
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? user = null, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (user is not null)
        {
            request.Headers.Add(TestUsers.Header, user);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        var response = await Client.SendAsync(request);
        if (path.StartsWith("/flags/api/", StringComparison.Ordinal) && response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            var objections = ApiContract.Objections(
                method.Method, path["/flags".Length..].Split('?')[0], json, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
            Assert.That(objections, Is.Empty, "the document of the API says otherwise");
        }

        return response;
    }

    public async Task<JsonElement> GetAsync(string path, string user = "ann reader")
    {
        using var response = await SendAsync(HttpMethod.Get, path, user);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Writes as a program does, by a token.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, string token = "ann-reader-operator-publisher") =>
        SendAsync(HttpMethod.Post, path, json: json, headers: ("Authorization", "Bearer " + token));

    /// <summary>The token and the cookie that a browser has after it has opened the page.</summary>
    public async Task<(string Name, string Value)[]> BrowserAsync(string user)
    {
        using var response = await SendAsync(HttpMethod.Get, "/flags/api/session", user);
        var session = await response.Content.ReadFromJsonAsync<JsonElement>();
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First().Split(';')[0] : "";
        return [("X-Gray-Antiforgery", session.GetProperty("antiforgery").GetString()!), ("Cookie", cookie)];
    }

    public async Task<string> RevisionAsync(string flag = "checkout") => (await GetAsync($"/flags/api/rollouts/{flag}")).GetProperty("revision").GetString()!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
