using System.Globalization;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Providers.Http;
using GrayFlags.Tests.Snapshots.Persistence;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Much of everything, in a process of its own: no other test disturbs what is measured.</summary>
[NonParallelizable]
internal sealed class EnduranceTests
{
    private const long OneMiB = 1 << 20;

    // A few threads and handles more or less are the runtime's affair; a leak would show once for each of the 300 cycles.
    private const int Few = 16;

    [Test, Fault("B1")]
    public void Reloads_ManyThousand_KeepNoMemory()
    {
        const int Times = 20_000;
        var lines = SaverProcess.Run(null, "reload", "-", Times.ToString(CultureInfo.InvariantCulture));

        Assert.That(Value(lines, "generation"), Is.EqualTo(Times + 1_001), "every reload was applied");
        Assert.That(Value(lines, "heap"), Is.LessThan(OneMiB));
    }

    [Test, Fault("B1"), Platform("Linux")]
    public void Evaluators_CreatedAndDisposedByTheHundred_LeaveNothing()
    {
        using var folder = new TempFolder();
        var lines = SaverProcess.Run(null, "cycle", folder.Path, "300");

        Assert.That(Value(lines, "heap"), Is.LessThan(OneMiB));
        Assert.That(Value(lines, "handles"), Is.LessThanOrEqualTo(Few));
        Assert.That(Value(lines, "threads"), Is.LessThanOrEqualTo(Few));
    }

    [Test, Fault("B5")]
    public void LargeDocument_InASmallContainer_IsAppliedOrRefused()
    {
        using var folder = new TempFolder();
        var lines = SaverProcess.Run("0x2000000", "large", folder.Path, "8300000");

        Assert.That(Value(lines, "bytes"), Is.InRange(8_000_000, 8 * OneMiB));
        Assert.That(lines, Does.Contain("settled True"), string.Join('\n', lines));
        var numbers = lines.Where(line => line.StartsWith("number ", StringComparison.Ordinal)).ToList();
        Assert.That(numbers[0], Is.EqualTo("number 1").Or.EqualTo("number 3"), "the old rules or the new ones");
        Assert.That(numbers[1], Is.EqualTo("number 2"), "deaf after a document that does not fit into memory");
    }

    [Test, Fault("B6")]
    public void Evaluators_AThousandAlive_AnswerRightAndWarnOnce()
    {
        var lines = SaverProcess.Run(null, "many", "-", "1000");

        Assert.That(lines.Where(line => line.StartsWith("right ", StringComparison.Ordinal)), Is.EqualTo(Enumerable.Repeat("right 1000", 3)));
        Assert.That(lines.Where(line => line.StartsWith("Warning ", StringComparison.Ordinal)), Is.EqualTo(new[] { "Warning 121" }));
    }

    [Test, Fault("B6")]
    public void Evaluators_ThousandOneAfterTheOther_DoNotWarn() =>
        Assert.That(SaverProcess.Run(null, "one-at-a-time", "-", "1000"), Is.Empty);

    [Test, Fault("B7")]
    public async Task Faults_MetByEvaluatorsThatAreDisposedMeanwhile_LeaveNoExceptionUnobserved()
    {
        await using var server = await FaultServer.StartAsync();
        var body = Answer.Document(true);
        server.Then(Answer.On());
        for (var round = 0; round < 20; round++)
        {
            server.Then(
                Answer.CutOff(body, "\"1\"", isChunked: true),
                Answer.CutOff(body, "\"2\"", isChunked: false),
                Answer.Stall(body[..5]),
                Answer.Status(503),
                Answer.Text("<html>"),
                Answer.On());
        }

        server.OnEvents = Answer.CutOff("data: x\n\n", "\"3\"", isChunked: true);

        var lines = await Task.Run(() => SaverProcess.Run(null, "unobserved", server.Uri.AbsoluteUri, "120"));

        Assert.That(lines, Has.Some.EqualTo("seeded 1"), "the search itself finds one");
        Assert.That(lines, Has.Some.EqualTo("unobserved 0"), string.Join('\n', lines));
        Assert.That(server.Requests, Has.Count.GreaterThan(30));
    }

    private static long Value(string[] lines, string name)
    {
        var line = lines.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
