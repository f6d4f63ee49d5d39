using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Redirects, and where credentials go.</summary>
internal sealed class HttpRedirectTests
{
    private const string Key = "X-Api-Key";

    private FaultServer _server = null!;
    private FaultServer _other = null!;

    [SetUp]
    public async Task SetUp()
    {
        _server = await FaultServer.StartAsync();
        _other = await FaultServer.StartAsync();
        _other.Then(Answer.On());
    }

    [TearDown]
    public async Task TearDown()
    {
        await _server.DisposeAsync();
        await _other.DisposeAsync();
    }

    [TestCase(false), TestCase(true), Fault("H12")]
    public async Task Redirect_ToAnotherOrigin_IsNeverFollowed(bool allowSameOrigin)
    {
        string[] locations =
        [
            _other.Uri.AbsoluteUri,
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            _server.Uri.AbsoluteUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
            _server.Uri.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal),
            "http://user:password@" + _server.Uri.Authority,
        ];
        foreach (var location in locations)
        {
            _server.Then(Answer.Status(302, location: location));
            using var rig = await HttpRig.StartAsync(_server, options =>
            {
                options.AllowSameOriginRedirects = allowSameOrigin;
                options.Headers[Key] = "k";
            });

            Assert.That(rig.Provider.Reason, Does.StartWith("status 302"), location);
        }

        Assert.That(_other.Requests, Is.Empty);
        Assert.That(_server.Requests, Has.Count.EqualTo(6));
    }

    [TestCase(301), TestCase(302), TestCase(303), TestCase(307), TestCase(308), Fault("H12")]
    public async Task Redirect_ToTheSameOrigin_IsFollowedOnlyIfAllowed(int status)
    {
        _server.Then(Answer.Status(status, location: "/moved"), Answer.Status(status, location: "/moved"), Answer.On());
        using var refused = await HttpRig.StartAsync(_server);
        Assert.That(refused.Provider.Reason, Does.StartWith($"status {status}: a redirect"));

        using var followed = await HttpRig.StartAsync(_server, options =>
        {
            options.AllowSameOriginRedirects = true;
            options.Headers[Key] = "k";
        });

        Assert.That(followed.IsOn, Is.True);
        Assert.That(_server.Requests[2].Path, Is.EqualTo("/moved"));
        Assert.That(_server.Requests[2].Headers[Key], Is.EqualTo("k"));
    }

    [Test, Fault("H12")]
    public async Task Redirect_InALoop_Ends()
    {
        _server.Then(Answer.Status(302, location: "/flags.json"));
        using var rig = await HttpRig.StartAsync(_server, options => options.AllowSameOriginRedirects = true);

        Assert.That(rig.Provider.Reason, Does.StartWith("status 302"));
        Assert.That(_server.Requests, Has.Count.EqualTo(6));
    }

    [Test, Fault("H12")]
    public async Task Client_ThatFollowsByItself_IsRefused()
    {
        using var client = new HttpClient();
        _server.Then(Answer.Status(302, location: _other.Uri.AbsoluteUri));
        using var rig = await HttpRig.StartAsync(_server, options => options.CreateHttpClient = () => client);

        Assert.That(rig.Provider.Reason, Does.Contain("AllowAutoRedirect"));
    }

    [Test]
    public async Task ConfigureRequest_ToAnotherOrigin_IsRefused()
    {
        using var rig = await HttpRig.StartAsync(_server, options => options.ConfigureRequest = (request, _) =>
        {
            request.RequestUri = _other.Uri;
            return default;
        });

        Assert.That(rig.Provider.Reason, Does.Contain("ConfigureRequest"));
        Assert.That(_other.Requests, Is.Empty);
    }

    [Test]
    public async Task ConfigureRequest_NeverEnds_DeadlineEndsIt()
    {
        using var rig = HttpRig.Create(_server, options => options.ConfigureRequest = (_, _) => new ValueTask(new TaskCompletionSource().Task));

        rig.Clock.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Unavailable);

        Assert.That(rig.Provider.Reason, Does.Contain("no complete answer"));
    }

    [Test, Fault("H13")]
    public void OwnHandler_IsGuarded()
    {
        using var handler = OwnHttpHandler.Create(TimeSpan.FromSeconds(1));

        Assert.That(handler.PooledConnectionLifetime, Is.LessThanOrEqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(handler.AllowAutoRedirect, Is.False);
        Assert.That(handler.UseCookies, Is.False);
        Assert.That(handler.SslOptions.RemoteCertificateValidationCallback, Is.Null);
    }
}
