using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Grpc;

/// <summary>A gRPC call asks for its user from its first to its last message, in memory and over HTTP/2 of a real server.</summary>
[Fault("R7")]
[TestFixture(false)]
[TestFixture(true)]
public sealed class GrpcTests(bool isReal)
{
    private const string Rules = """{ "flags": { "ana-only": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    [TestCase("ana", "ana True True")]
    [TestCase("bo", "bo False False")]
    [TestCase(null, " False False")]
    public async Task Call_OfEachKind_AsksForItsUser(string? user, string expected)
    {
        await using var site = await StartAsync(isGated: false);
        using var channel = ChannelTo(site);
        var client = channel.CreateCallInvoker();

        using var unary = client.AsyncUnaryCall(AskingServiceBase.Unary, null, As(user), "");
        Assert.That(await unary, Is.EqualTo(expected));

        using var streaming = client.AsyncServerStreamingCall(AskingServiceBase.Streaming, null, As(user), "");
        Assert.That(await ReadAsync(streaming.ResponseStream), Is.EqualTo(Enumerable.Repeat(expected, AskingService.Answers)));

        using var collecting = client.AsyncClientStreamingCall(AskingServiceBase.Collecting, null, As(user));
        await collecting.RequestStream.WriteAsync("1");
        await collecting.RequestStream.WriteAsync("2");
        await collecting.RequestStream.CompleteAsync();
        Assert.That(await collecting, Is.EqualTo($"{expected};{expected}"));

        using var duplex = client.AsyncDuplexStreamingCall(AskingServiceBase.Duplex, null, As(user));
        for (var i = 0; i < AskingService.Answers; i++)
        {
            await duplex.RequestStream.WriteAsync("?");
            Assert.That(await duplex.ResponseStream.MoveNext(default), Is.True);
            Assert.That(duplex.ResponseStream.Current, Is.EqualTo(expected), $"answer {i}");
        }

        await duplex.RequestStream.CompleteAsync();
        Assert.That(await duplex.ResponseStream.MoveNext(default), Is.False);
    }

    [Test]
    public async Task CallsAtOnce_OnOneConnection_AskEachForItsUser()
    {
        await using var site = await StartAsync(isGated: false);
        using var channel = ChannelTo(site);
        var client = channel.CreateCallInvoker();
        using var ana = client.AsyncDuplexStreamingCall(AskingServiceBase.Duplex, null, As("ana"));
        using var bo = client.AsyncDuplexStreamingCall(AskingServiceBase.Duplex, null, As("bo"));

        for (var i = 0; i < AskingService.Answers; i++)
        {
            await ana.RequestStream.WriteAsync("?");
            await bo.RequestStream.WriteAsync("?");
            Assert.That(await ana.ResponseStream.MoveNext(default) && await bo.ResponseStream.MoveNext(default), Is.True);
            Assert.That((ana.ResponseStream.Current, bo.ResponseStream.Current), Is.EqualTo(("ana True True", "bo False False")));
        }

        await ana.RequestStream.CompleteAsync();
        await bo.RequestStream.CompleteAsync();
    }

    [Test]
    public async Task ClosedGate_IsUnimplemented_ForEachKind([Values] bool ignoresUnknown)
    {
        await using var site = await StartAsync(isGated: true, ignoresUnknown);
        using var channel = ChannelTo(site);
        var client = channel.CreateCallInvoker();

        using var open = client.AsyncUnaryCall(AskingServiceBase.Unary, null, As("ana"), "");
        Assert.That(await open, Is.EqualTo("ana True True"));
        using var unary = client.AsyncUnaryCall(AskingServiceBase.Unary, null, As("bo"), "");
        Assert.That(await StatusAsync(() => unary.ResponseAsync), Is.EqualTo(StatusCode.Unimplemented));
        using var streaming = client.AsyncServerStreamingCall(AskingServiceBase.Streaming, null, As("bo"), "");
        Assert.That(await StatusAsync(() => streaming.ResponseStream.MoveNext(default)), Is.EqualTo(StatusCode.Unimplemented));
        using var collecting = client.AsyncClientStreamingCall(AskingServiceBase.Collecting, null, As("bo"));
        Assert.That(await StatusAsync(() => collecting.ResponseAsync), Is.EqualTo(StatusCode.Unimplemented));
        using var duplex = client.AsyncDuplexStreamingCall(AskingServiceBase.Duplex, null, As("bo"));
        Assert.That(await StatusAsync(() => duplex.ResponseStream.MoveNext(default)), Is.EqualTo(StatusCode.Unimplemented));
    }

    [Test]
    public async Task ClosedGate_EqualsAMethodThatDoesNotExist()
    {
        await using var site = await StartAsync(isGated: true);
        using var channel = ChannelTo(site);

        Assert.That(await FailureAsync(channel, AskingServiceBase.Unary), Is.EqualTo(await FailureAsync(channel, AskingServiceBase.NoMethod)));
    }

    [Test]
    public async Task ClosedGate_WhereUnknownServicesAreIgnored_EqualsAServiceThatDoesNotExist()
    {
        await using var site = await StartAsync(isGated: true, ignoresUnknown: true);
        using var channel = ChannelTo(site);

        var closed = await FailureAsync(channel, AskingServiceBase.Unary);
        Assert.That(closed, Is.EqualTo(await FailureAsync(channel, AskingServiceBase.NoMethod)));
        Assert.That(closed, Is.EqualTo(await FailureAsync(channel, AskingServiceBase.NoService)));
    }

    private Task<TestSite> StartAsync(bool isGated, bool ignoresUnknown = false) => TestSite.StartAsync(
        Rules,
        app =>
        {
            var service = app.MapGrpcService<AskingService>();
            if (isGated)
            {
                service.RequireGrayFlag("ana-only");
            }
        },
        services: services =>
        {
            HeaderAuthentication.AddTo(services);
            services.AddGrpc(o => o.IgnoreUnknownServices = ignoresUnknown);
            services.Configure<KestrelServerOptions>(o => o.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        },
        isReal: isReal);

    private GrpcChannel ChannelTo(TestSite site) =>
        isReal
            ? GrpcChannel.ForAddress(site.Client.BaseAddress!)
            : GrpcChannel.ForAddress(site.Client.BaseAddress!, new GrpcChannelOptions { HttpClient = site.Client });

    private static CallOptions As(string? user) => new(user is null ? [] : new Metadata { { "test", user } });

    private static async Task<List<string>> ReadAsync(IAsyncStreamReader<string> stream)
    {
        var all = new List<string>();
        while (await stream.MoveNext(default))
        {
            all.Add(stream.Current);
        }

        return all;
    }

    private static async Task<StatusCode> StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static async Task<(StatusCode Code, string Detail)> FailureAsync(GrpcChannel channel, Method<string, string> method)
    {
        try
        {
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, As("bo"), "");
            await call;
            return (StatusCode.OK, "");
        }
        catch (RpcException exception)
        {
            return (exception.StatusCode, exception.Status.Detail);
        }
    }
}
