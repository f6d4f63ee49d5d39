using System.Net;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>HTTP/2, where the app's client wants it.</summary>
internal sealed class HttpTwoTests
{
    private HttpClient _client = null!;
    private FaultServer _server = null!;

    [SetUp]
    public async Task SetUp()
    {
        _server = await FaultServer.StartAsync(protocols: HttpProtocols.Http2);
        _client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    [TearDown]
    public async Task TearDown()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Client_WithADefaultVersion_IsAskedInIt()
    {
        _server.Then(Answer.On("\"a\""), Answer.Status(304), Answer.Off("\"b\""));
        using var rig = await HttpRig.StartAsync(_server, options => options.CreateHttpClient = () => _client);
        Assert.That(rig.IsOn, Is.True);

        await rig.SettleAsync();
        await rig.UntilAsync(() => !rig.IsOn);

        Assert.That(_server.Requests[1].Headers["If-None-Match"], Is.EqualTo("\"a\""));
    }

    [Test, Fault("H8")]
    public async Task Body_Reset_LastGoodServesOnAndTheNextIsTaken()
    {
        _server.Then(Answer.On(), Reset, Answer.Off());
        using var rig = await HttpRig.StartAsync(_server, options => options.CreateHttpClient = () => _client);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Unavailable);
        Assert.That(rig.IsOn, Is.True);

        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn);
    }

    // The stream and the polls share a connection: a reset of the one leaves the other alone.
    [Test, Fault("S5")]
    public async Task Stream_Reset_PollsGoOn()
    {
        _server.OnEvents = Reset;
        _server.Then(Answer.On(), Answer.Off());
        using var rig = await HttpRig.StartAsync(_server, options =>
        {
            options.CreateHttpClient = () => _client;
            options.UseStreaming = true;
            options.StreamUri = _server.EventsUri;
        });
        Assert.That(rig.IsOn, Is.True);
        await rig.UntilAsync(() => rig.Logs.Entries.Any(entry => entry.Message.Contains("is down", StringComparison.Ordinal)));

        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn);
    }

    [Test]
    public async Task Server_OfAnotherVersion_IsSaid()
    {
        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.Provider.State, Is.EqualTo(ProviderState.Unavailable));
        Assert.That(rig.Provider.Reason, Is.Not.Empty);
    }

    private static async Task Reset(HttpContext context)
    {
        context.Response.ContentType = context.Request.Path == FaultServer.EventsPath ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync("{ ");
        await context.Response.Body.FlushAsync();
        context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(2);
    }
}
