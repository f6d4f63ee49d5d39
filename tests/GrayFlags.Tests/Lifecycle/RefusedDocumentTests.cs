using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Refused documents in log and exceptions: each problem with its file and line in one piece, and last where a trace is printed.</summary>
internal sealed class RefusedDocumentTests
{
    private const string Bad = "{ \"flags\": {\n\"f\": 25 } }";
    private const string Problem = "flags.f: 25 is found where true, false or an object is expected";

    [Test]
    public void Log_HasSourceAndLineInOnePiece()
    {
        using var logs = new RecordingLoggerFactory();
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }"""), "/etc/flags.json");
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(provider).Services.AddSingleton<ILoggerFactory>(logs));

        provider.TrySetJson(Bad);

        Assert.That(
            logs.Entries.Single(entry => entry.EventId.Id == 111).Message,
            Is.EqualTo($"The document of /etc/flags.json is refused, problems: 1; the last good one keeps serving. /etc/flags.json(2): {Problem}"));
    }

    [Test]
    public void FromJson_HasANameBeforeTheLine() =>
        Assert.That(
            () => GrayEvaluator.FromJson(Bad),
            Throws.TypeOf<GrayDocumentException>().With.Message.EqualTo($"The flag document has a problem:\n  json(2): {Problem}"));

    [Test]
    public void StartOfAHost_ThatIsRefused_EndsWithTheProblems()
    {
        using var folder = new TempFolder();
        var path = folder.Write("flags.json", Bad);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddGrayFlags().AddJsonFile(path);
        using var host = builder.Build();

        var exception = Assert.CatchAsync(() => host.StartAsync())!;

        Assert.That(exception.ToString(), Does.StartWith("GrayFlags.GrayDocumentException: The flag document has a problem:"));
        Assert.That(exception.ToString(), Does.Contain("   at GrayFlags."));
        Assert.That(exception.ToString(), Does.EndWith($"\nThe flag document has a problem:\n  {path}(2): {Problem}"));
    }

    [Test]
    public void Exception_NotThrown_SaysItOnce() =>
        Assert.That(
            new GrayDocumentException([new DocumentProblem { Path = "flags.f", Message = "wrong" }]).ToString(),
            Is.EqualTo("GrayFlags.GrayDocumentException: The flag document has a problem:\n  flags.f: wrong"));
}
