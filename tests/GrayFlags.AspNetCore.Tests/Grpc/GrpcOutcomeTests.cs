using GrayFlags.AspNetCore.Tests.Rollouts;
using GrayFlags.Tests.Kit;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Grpc;

/// <summary>A gRPC call is 200 to HTTP, however it ends: its own status is its verdict.</summary>
[Fault("G10")]
public sealed class GrpcOutcomeTests
{
    [TestCase(StatusCode.OK, "Success")]
    [TestCase(StatusCode.Unknown, "Failure")]
    [TestCase(StatusCode.InvalidArgument, "Success")]
    [TestCase(StatusCode.DeadlineExceeded, "Failure", Description = "of the server's own making")]
    [TestCase(StatusCode.NotFound, "Success")]
    [TestCase(StatusCode.PermissionDenied, "Success")]
    [TestCase(StatusCode.ResourceExhausted, "Failure")]
    [TestCase(StatusCode.Unimplemented, "Success")]
    [TestCase(StatusCode.Internal, "Failure")]
    [TestCase(StatusCode.Unavailable, "Failure")]
    [TestCase(StatusCode.DataLoss, "Failure")]
    public async Task Call_IsJudgedByItsStatus(StatusCode status, string expected)
    {
        await using var site = await StartAsync();
        using var channel = GrpcChannel.ForAddress(site.Site.Client.BaseAddress!);
        var client = channel.CreateCallInvoker();
        var user = new CallOptions(new Metadata { { "test", "u1" } });

        Assert.That(
            await site.VerdictAsync(() => StatusAsync(() => client.AsyncUnaryCall(AskingServiceBase.Unary, null, user, $"{(int)status}").ResponseAsync)),
            Is.EqualTo(expected),
            "unary");
        Assert.That(
            await site.VerdictAsync(
                () => StatusAsync(() => ReadAsync(client.AsyncServerStreamingCall(AskingServiceBase.Streaming, null, user, $"{(int)status}")))),
            Is.EqualTo(expected),
            "streaming");
    }

    // Or whoever asks for an answer within a nanosecond decides a rollout.
    [Test]
    public async Task Deadline_OfTheClient_IsAClientThatGivesUp()
    {
        await using var site = await StartAsync();
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/test.Asking/Ask") { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent([0, 0, 0, 0, 1, (byte)'4']);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        request.Headers.Add("Test", "u1");
        request.Headers.Add("TE", "trailers");
        request.Headers.Add("grpc-timeout", "1H");

        Assert.That(
            await site.VerdictAsync(async () =>
            {
                using var response = await site.Site.Client.SendAsync(request);
                await response.Content.ReadAsStringAsync();
            }),
            Is.EqualTo("Ignore"));
    }

    private static Task<OutcomeSite> StartAsync() => OutcomeSite.StartAsync(
        app => app.MapGrpcService<EndingService>(),
        services: services =>
        {
            services.AddGrpc();
            services.Configure<KestrelServerOptions>(o => o.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        },
        isReal: true,
        isWarm: false);

    private static async Task<bool> ReadAsync(AsyncServerStreamingCall<string> call)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext(default))
            {
            }

            return true;
        }
    }

    private static async Task StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException)
        {
            // Expected: what it is to the guard is the question.
        }
    }

    /// <summary>Asks for the flag, and ends as the request says.</summary>
    internal sealed class EndingService(IGrayEvaluator flags) : AskingServiceBase
    {
        public override async Task<string> Ask(string request, ServerCallContext context)
        {
            await Task.Yield();
            flags.IsEnabled(OutcomeSite.Flag);
            return request == "0"
                ? ""
                : throw new RpcException(new Status((StatusCode)int.Parse(request, System.Globalization.CultureInfo.InvariantCulture), "as asked"));
        }

        public override async Task Stream(string request, IServerStreamWriter<string> answers, ServerCallContext context)
        {
            await answers.WriteAsync("one");
            await Ask(request, context);
        }

        public override Task<string> Collect(IAsyncStreamReader<string> requests, ServerCallContext context) => Task.FromResult("");

        public override Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> answers, ServerCallContext context) => Task.CompletedTask;
    }
}
