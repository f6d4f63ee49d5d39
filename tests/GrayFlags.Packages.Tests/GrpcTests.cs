using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>A gRPC service over HTTP/2, one more behind a gate, and the client that their project generates.</summary>
internal sealed class GrpcTests
{
    [Test]
    public async Task Calls_AnswerForTheirUser()
    {
        var printed = await (await Strangers.GetAsync("Grpc")).RunAsync("--Logging:LogLevel:Default=None");

        Assert.That(printed, Is.EqualTo("ana: tea by air, tea is back\nbo: tea by sea, Unimplemented"));
    }
}
