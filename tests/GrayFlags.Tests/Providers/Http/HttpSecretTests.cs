using System.Text;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>A canary in everything that may be secret, and every fault: it comes out nowhere but in the request's own headers.</summary>
[Fault("X11")]
internal sealed class HttpSecretTests
{
    private const string Secret = "S3CR3T-canary";

    private static readonly RequestDelegate[] Faults =
    [
        Answer.Status(401), Answer.Status(500), Answer.Status(503, Secret), Answer.Status(302, location: $"https://example.com/?token={Secret}"),
        Answer.Status(304),
        Answer.Text($"<html>{Secret}</html>", type: "text/html"), Answer.Text("{}", type: $"image/{Secret}"),
        Answer.CutOff($"{{ \"{Secret}", $"\"{Secret}\"", isChunked: true), Answer.Bytes(Encoding.ASCII.GetBytes(Secret), "gzip"),
        Answer.Bytes(Encoding.ASCII.GetBytes(Secret), Secret),
        Answer.Bytes(Encoding.ASCII.GetBytes("{}"), headers: headers => headers["X-GrayFlags-Signature"] = $"keyId={Secret};sig={Secret}"),
    ];

    [Test]
    public async Task Faults_All_TellNoSecret()
    {
        await using var server = await FaultServer.StartAsync();
        server.OnEvents = Answer.Status(401);
        server.Then(Faults);
        using var rig = await HttpRig.StartAsync(server, Configure(server));
        var seen = new StringBuilder();
        for (var poll = 0; poll < Faults.Length + 2; poll++)
        {
            seen.AppendLine(Shown(rig));
            await rig.PollAsync();
        }

        seen.AppendLine(Shown(rig));
        Assert.That(server.Requests, Has.Count.GreaterThan(Faults.Length), "the faults were met");
        Assert.That(seen.ToString(), Does.Contain("status 401").And.Not.Contain(Secret));
    }

    [TestCase(true), TestCase(false)]
    public async Task Delegate_Throws_ItsMessageStaysOut(bool isClient)
    {
        using var rig = await HttpRig.StartAsync(new Uri("http://127.0.0.1:9/flags.json"), options =>
        {
            options.CreateHttpClient = isClient ? () => throw new InvalidOperationException(Secret) : null;
            options.ConfigureRequest = isClient ? null : (_, _) => throw new InvalidOperationException(Secret);
        });

        Assert.That(Shown(rig), Does.Contain("InvalidOperationException").And.Not.Contain(Secret));
    }

    private static Action<HttpRuleProviderOptions> Configure(FaultServer server) => options =>
    {
        options.Uri = new UriBuilder(server.Uri) { Query = $"?team={Secret}" }.Uri;
        options.Headers["Authorization"] = $"Bearer {Secret}";
        options.Headers["X-Api-Key"] = Secret;
        options.ConfigureRequest = (request, _) =>
        {
            request.Headers.Add("X-Token", Secret);
            return default;
        };
        options.UseStreaming = true;
        options.StreamUri = new UriBuilder(server.EventsUri) { Query = $"?team={Secret}" }.Uri;
    };

    private static string Shown(HttpRig rig)
    {
        var text = new StringBuilder().AppendLine(rig.Status.ToString());
        foreach (var provider in rig.Status.Providers)
        {
            text.AppendLine(provider.ToString()).AppendLine(provider.Reason).AppendJoin('\n', provider.Problems);
        }

        foreach (var entry in rig.Logs.Entries)
        {
            text.AppendLine(entry.ToString()).AppendLine(entry.Exception?.ToString());
        }

        return text.ToString();
    }
}
