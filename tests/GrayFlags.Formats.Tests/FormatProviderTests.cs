using System.Net;
using System.Text;
using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests;

/// <summary>Providers read documents of other systems as they read ours.</summary>
public sealed class FormatProviderTests
{
    private const string Features = """
        { "version": 1, "features": [
            { "name": "checkout", "enabled": true, "strategies": [{ "name": "userWithId", "parameters": { "userIds": "ana" } }] },
            { "name": "odd", "enabled": true, "strategies": [{ "name": "moonPhase" }] }] }
        """;

    private static readonly UnleashFormat Lenient = new(new UnleashFormatOptions { LeavesOutRefusedFlags = true });

    [Test]
    public void JsonFile_InAFormat_IsRead_AndWarnsOfWhatIsLeftOut()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, Features);
        try
        {
            using var flags = GrayEvaluator.Create(builder => builder.AddJsonFile(path, options => options.Format = Lenient));

            Assert.That(flags.IsEnabled("checkout", new GrayContext("ana")), Is.True);
            Assert.That(flags.IsEnabled("checkout", new GrayContext("han")), Is.False);
            Assert.That(flags.Status.Warnings, Has.One.Contains("moonPhase"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Document_WithSomethingThatCannotBeSaid_IsRefused_ByTheNameOfTheFlag()
    {
        var read = UnleashFormat.Instance.Read(Encoding.UTF8.GetBytes(Features), new DocumentReaderOptions { Source = "unleash.json" });

        Assert.That(read.Document, Is.Null);
        Assert.That(read.Problems.Select(problem => problem.ToString()), Has.One.StartsWith("unleash.json: odd: strategy 'moonPhase'"));
    }

    [Test]
    public void Document_ThatRequiresWhatIsLeftOut_LosesThatFlag_Too()
    {
        const string Json = """
            { "features": [
                { "name": "child", "enabled": true, "strategies": [{ "name": "default" }], "dependencies": [{ "feature": "odd" }] },
                { "name": "other", "enabled": true, "strategies": [] },
                { "name": "odd", "enabled": true, "strategies": [{ "name": "moonPhase" }] }] }
            """;

        var read = Lenient.Read(Encoding.UTF8.GetBytes(Json), new DocumentReaderOptions());

        Assert.That(read.Document!.Flags.Keys, Is.EqualTo(new[] { "other" }));
        Assert.That(read.LeftOut, Has.Count.EqualTo(2));
    }

    [Test]
    public void Http_InAFormat_IsPolled()
    {
        using var flags = GrayEvaluator.Create(builder => builder
            .AddHttp(new Uri("https://unleash.example/api/client/features"), options =>
            {
                options.Format = Lenient;
                options.CreateHttpClient = static () => new HttpClient(new Answering(Features));
            }));

        Assert.That(flags.IsEnabled("checkout", new GrayContext("ana")), Is.True);
    }

    [Test]
    public void Format_ThatThrows_RefusesTheDocument_AndTheLastGoodRulesServe()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, "{}");
        try
        {
            Assert.That(
                () => GrayEvaluator.Create(builder => builder.AddJsonFile(path, options => options.Format = new Throwing())),
                Throws.InstanceOf<GrayDocumentException>().With.Message.Contains("the format 'odd' failed: FormatException: bad day"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Throwing : IRuleFormat
    {
        public string Name => "odd";

        public DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options) => throw new FormatException("bad day");
    }

    private sealed class Answering(string json) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") });
    }
}
