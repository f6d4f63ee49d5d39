using GrayFlags.Documents;
using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Options that are not good, and how an address is registered.</summary>
internal sealed class HttpOptionsTests
{
    private const string Secret = "S3CR3T-canary";
    private static readonly Uri Good = new("https://flags.example/flags.json");

    public static IEnumerable<TestCaseData> BadOptions()
    {
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = null);
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri("/flags.json", UriKind.Relative));
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri("file:///flags.json"));
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri("http://flags.example/flags.json"));
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri($"https://user:{Secret}@flags.example/"));
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri($"https://flags.example/?env=test&Access_Token={Secret}"));
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri($"https://flags.example/?%73ig={Secret}"));
        yield return Bad(nameof(HttpRuleProviderOptions.StreamUri), options => options.StreamUri = new Uri($"https://{Secret}@flags.example/"));
        yield return Bad(nameof(HttpRuleProviderOptions.PollInterval), options => options.PollInterval = TimeSpan.FromMilliseconds(999));
        yield return Bad(nameof(HttpRuleProviderOptions.PollInterval), options => options.PollInterval = TimeSpan.FromDays(2));
        yield return Bad(nameof(HttpRuleProviderOptions.Jitter), options => options.Jitter = -0.1);
        yield return Bad(nameof(HttpRuleProviderOptions.Jitter), options => options.Jitter = double.NaN);
        yield return Bad(nameof(HttpRuleProviderOptions.Timeout), options => options.Timeout = TimeSpan.Zero);
        yield return Bad(nameof(HttpRuleProviderOptions.Timeout), options => options.Timeout = Timeout.InfiniteTimeSpan);
        yield return Bad(nameof(HttpRuleProviderOptions.BackoffMin), options => options.BackoffMin = TimeSpan.Zero);
        yield return Bad(nameof(HttpRuleProviderOptions.BackoffMax), options => options.BackoffMax = TimeSpan.FromMilliseconds(500));
        yield return Bad(nameof(HttpRuleProviderOptions.HeartbeatTimeout), options => options.HeartbeatTimeout = TimeSpan.Zero);
        yield return Bad(nameof(HttpRuleProviderOptions.Limits), options => options.Limits = new DocumentLimits { MaxBytes = 0 });
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers = null!);
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers[""] = Secret);
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers["not a name"] = Secret);
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers["Content-Type"] = Secret);
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers["X-Api-Key"] = $"{Secret}\r\nX-Other: 1");
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers["X-Api-Key"] = $"{Secret}ü");
        yield return Bad(nameof(HttpRuleProviderOptions.Headers), options => options.Headers["if-none-match"] = Secret);
        yield return Bad(nameof(HttpRuleProviderOptions.SignatureKeys), options => options.SignatureKeys["a"] = Secret);
        yield return Bad(nameof(HttpRuleProviderOptions.SignatureKeys), options => options.SignatureKeys["a;b"] = Secret);

        static TestCaseData Bad(string name, Action<HttpRuleProviderOptions> spoil) => new(name, spoil);
    }

    [TestCaseSource(nameof(BadOptions))]
    public void Option_Bad_IsNamedWithoutItsSecret(string name, Action<HttpRuleProviderOptions> spoil)
    {
        var options = new HttpRuleProviderOptions { Uri = Good };
        spoil(options);

        var exception = Assert.Throws<ArgumentException>(() => new HttpRuleProvider(options, TimeProvider.System, NullLogger.Instance))!;

        Assert.That(exception.ToString(), Does.Contain($"{name}: ").And.Not.Contain(Secret));
    }

    [TestCase("http://localhost/flags.json", false)]
    [TestCase("http://[::1]:8080/flags.json", false)]
    [TestCase("http://flags.example/flags.json", true)]
    [TestCase("https://flags.example/flags.json?env=prod", false)]
    public void Uri_Good_IsTaken(string uri, bool allowPlainHttp)
    {
        using var provider =
            new HttpRuleProvider(new HttpRuleProviderOptions { Uri = new Uri(uri), AllowPlainHttp = allowPlainHttp }, TimeProvider.System, NullLogger.Instance);

        Assert.That(provider.Name, Is.EqualTo(uri.Split('?')[0]));
    }

    [TestCaseSource(nameof(OtherKeys))]
    public void SignatureKey_NotAPublicKeyOnP256_IsRefused(string key)
    {
        var options = new HttpRuleProviderOptions { Uri = Good, SignatureKeys = { ["a"] = key } };

        Assert.Throws<ArgumentException>(() => new HttpRuleProvider(options, TimeProvider.System, NullLogger.Instance));
    }

    public static IEnumerable<string> OtherKeys()
    {
        using var p384 = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        using var p256 = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        return [p384.ExportSubjectPublicKeyInfoPem(), p256.ExportPkcs8PrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem(), "", "-----BEGIN PUBLIC KEY-----"];
    }

    [Test]
    public async Task AddHttp_SameAddressTwice_CountsOnceAndIsClosedWithTheContainer()
    {
        await using var server = await FaultServer.StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        services.AddGrayFlags().AddHttp(server.Uri).AddHttp(new Uri(server.Uri.AbsoluteUri)).AddHttp(new Uri(server.Uri, "/other.json"));
        await using var provider = services.BuildServiceProvider();

        Assert.That(
            provider.GetRequiredService<IGrayFlagsMonitor>().Status.Providers.Select(status => status.Name),
            Is.EqualTo(new[] { server.Uri.AbsoluteUri, new Uri(server.Uri, "/other.json").AbsoluteUri }));
    }

    [Test]
    public async Task AddHttp_WithServices_MayUseThem()
    {
        await using var server = await FaultServer.StartAsync();
        server.Then(Answer.On());
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Client", "of the app");
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton(client);
            builder.AddHttp(server.Uri, (options, services) => options.CreateHttpClient = services.GetRequiredService<HttpClient>);
        });

        Assert.That(await evaluator.WaitForReadyAsync(TimeSpan.FromSeconds(30)), Is.True);
        Assert.That(server.Requests[0].Headers["X-Client"], Is.EqualTo("of the app"));
    }

    [Test]
    public async Task AddHttp_AppWithAClientFactory_ItsClientIsUsedAndFollowsNoRedirect()
    {
        await using var server = await FaultServer.StartAsync();
        server.Then(Answer.Status(302, location: "/elsewhere"), Answer.On());
        var pulse = server.Pulse;
        var clock = new PollClock(pulse);
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddHttpClient("flags", client => client.DefaultRequestHeaders.Add("X-Client", "of the factory"))
                .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
            builder.AddHttp(server.Uri, (o, services) => o.CreateHttpClient = () => services.GetRequiredService<IHttpClientFactory>().CreateClient("flags"));
        });

        await pulse.UntilAsync(() => evaluator.Status.Providers[0].State == ProviderState.Unavailable);
        Assert.That(evaluator.Status.Providers[0].Reason, Does.Contain("302"));
        clock.Time.Advance(clock.UntilPoll);
        await pulse.UntilAsync(() => evaluator.IsEnabled("f"));

        Assert.That(server.Requests.Select(request => request.Headers["X-Client"]), Is.EqualTo(new[] { "of the factory", "of the factory" }));
        Assert.That(server.Requests.Select(request => request.Path), Has.None.EqualTo("/elsewhere"));
    }

    [Test]
    public void AddHttp_BadOptions_NoEvaluatorIsCreated()
    {
        Assert.Throws<OptionsValidationException>(() => GrayEvaluator.Create(builder => builder.AddHttp(Good, options => options.Jitter = 2)));
        Assert.Throws<ArgumentException>(() => GrayEvaluator.Create(builder => builder.AddHttp(new Uri("flags.json", UriKind.Relative))));
    }
}
