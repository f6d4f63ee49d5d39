using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Command;

/// <summary><c>grayflags rollout</c>, the real program, on the API of a dashboard that listens.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RolloutCommandTests
{
    private const string Operator = "ann-reader-operator";

    private readonly Folder _folder = new();

    private DashboardSiteOfTests _site = null!;

    private string Url => new Uri(_site.Client.BaseAddress!, "flags").ToString();

    [SetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync(listens: true);

    [TearDown]
    public async Task StopAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Status_ShowsOneRollout_OrAll()
    {
        var all = Run("status");
        await _site.Rollouts.PromoteAsync("checkout", "eve", "begin");
        _site.Clock.Advance(TimeSpan.FromSeconds(1));
        var one = Run("status", "checkout");
        var json = Run("status", "checkout", "--json");

        Assert.That((all.ExitCode, all.Error, all.Output), Is.EqualTo((0, "", "checkout  Pending  canary  0 %\n")));
        Assert.That((one.ExitCode, one.Error), Is.EqualTo((0, "")));
        Assert.That(one.Output, Does.Contain("stage         canary (1 of 3), 10 %\n").And.Contain("guard errors  odds "));
        Assert.That(JsonDocument.Parse(json.Output).RootElement.GetProperty("phase").GetString(), Is.EqualTo("Running"));
    }

    [Test]
    public void WholeWay_ByOperations()
    {
        Assert.That(Operate("promote"), Is.EqualTo("0 checkout: Running, canary, 10 %"));
        Assert.That(Operate("pause"), Is.EqualTo("0 checkout: Paused, canary, 10 %"));
        Assert.That(Operate("resume"), Is.EqualTo("0 checkout: Running, canary, 10 %"));
        Assert.That(Operate("approve"), Is.EqualTo("0 checkout: Running, canary, 10 %"));
        Assert.That(Operate("rollback"), Is.EqualTo("0 checkout: RolledBack, canary, 0 %"));
        _site.Clock.Advance(TimeSpan.FromSeconds(2)); // the cooldown
        Assert.That(Operate("restart"), Is.EqualTo("0 checkout: Pending, canary, 0 %"));
        Assert.That(Operate("cancel"), Is.EqualTo("0 checkout: Cancelled, canary, 0 %"));
        Assert.That(_site.Audit.Count(line => line.Contains("ann asked the dashboard", StringComparison.Ordinal)), Is.EqualTo(7));
    }

    [Test]
    public async Task Expect_OfAnotherState_IsAConflict_AndNothingHappens()
    {
        await _site.Rollouts.PromoteAsync("checkout", "eve", "x");
        var seen = await _site.RevisionAsync();
        await _site.Rollouts.ApproveAsync("checkout", "eve", "x");

        var text = Run("promote", "checkout", "--reason", "x", "--expect", seen);
        var json = Run("rollback", "checkout", "--reason", "x", "--expect", seen, "--json");
        var told = JsonDocument.Parse(json.Output).RootElement;

        Assert.That((text.ExitCode, text.Error), Is.EqualTo((1, "grayflags: conflict: The rollout is not as it was looked at. Look at it again.\n")));
        Assert.That(json.ExitCode, Is.EqualTo(1));
        Assert.That(told.GetProperty("outcome").GetString(), Is.EqualTo("conflict"));
        Assert.That(told.GetProperty("rollout").GetProperty("isApproved").GetBoolean(), Is.True);
        Assert.That(_site.Rollouts.GetStatus("checkout")!.StageName, Is.EqualTo("canary"));
    }

    [Test]
    public void Phase_ThatDoesNotAllowIt_IsNotDone()
    {
        var run = Run("resume", "checkout", "--reason", "x");

        Assert.That((run.ExitCode, run.Error.StartsWith("grayflags: state: ", StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
    }

    [TestCase("completed", 0)]
    [TestCase("stage:half", 0)]
    [TestCase("stage:2", 0)]
    public async Task Wait_UntilItIsReached(string until, int code)
    {
        var waiting = Task.Run(() => Run("wait", "checkout", "--until", until, "--every", "0.05s", "--timeout", "2m", "--through-people"));
        await _site.Rollouts.PromoteAsync("checkout", "eve", "x");
        await _site.Rollouts.PromoteAsync("checkout", "eve", "x");
        if (until == "completed")
        {
            await _site.Rollouts.PromoteAsync("checkout", "eve", "x");
            await _site.Rollouts.PromoteAsync("checkout", "eve", "x");
        }

        var run = await waiting;
        Assert.That(run.ExitCode, Is.EqualTo(code), run.Error);
        Assert.That(run.Output, Does.StartWith(until == "completed" ? "checkout: Completed, all, 100 %" : "checkout: Running, half, 50 %"));
    }

    [TestCase("rollback", 1, "rolledBack")]
    [TestCase("cancel", 1, "rolledBack")]
    [TestCase("pause", 4, "paused")]
    [TestCase("nothing", 3, "timedOut")]
    public async Task Wait_InVain(string what, int code, string outcome)
    {
        await _site.Rollouts.PromoteAsync("checkout", "eve", "x");
        switch (what)
        {
            case "rollback":
                await _site.Rollouts.RollbackAsync("checkout", "eve", "x");
                break;
            case "cancel":
                await _site.Rollouts.CancelAsync("checkout", "eve", "x");
                break;
            case "pause":
                await _site.Rollouts.PauseAsync("checkout", "eve", "x");
                break;
        }

        var run = Run("wait", "checkout", "--every", "0.05s", "--timeout", what == "nothing" ? "0.2s" : "2m", "--json");

        Assert.That((run.ExitCode, JsonDocument.Parse(run.Output).RootElement.GetProperty("outcome").GetString()), Is.EqualTo((code, outcome)), run.Error);
    }

    [Test]
    public async Task Wait_ForAPerson_EndsUnlessAskedToGoOn()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(listens: true, rules: """
            { "flags": { "checkout": { "rollout": { "guards": { "errors": { "metric": "error" } }, "stages": [
              { "name": "canary", "percentage": 10, "hold": "00:00:01", "minSamples": 0, "advance": "approval" }, { "name": "all", "percentage": 100 }] } } } }
            """);
        site.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(site.Rollouts.GetStatus("checkout")!.Record.WaitReason, Is.EqualTo(RolloutWaitReason.Approval));
        var url = new Uri(site.Client.BaseAddress!, "flags/").ToString();
        string[] args = ["rollout", "wait", "checkout", "--url", url, "--every", "0.05s", "--timeout"];

        Assert.That(Grayflags.Run(_folder.Path, "", [new("GRAYFLAGS_TOKEN", Operator)], [.. args, "2m"]).ExitCode, Is.EqualTo(5));
        Assert.That(Grayflags.Run(_folder.Path, "", [new("GRAYFLAGS_TOKEN", Operator)], [.. args, "0.2s", "--through-people"]).ExitCode, Is.EqualTo(3));
    }

    // Rolled back and begun anew between two looks: what was waited for is gone.
    [Test]
    public async Task Wait_AnotherAttempt_IsARollback()
    {
        using var process = Grayflags.Start(
            _folder.Path, [new("GRAYFLAGS_TOKEN", Operator)], "rollout", "wait", "checkout", "--url", Url, "--every", "0.2s", "--timeout", "2m");
        Assert.That(await process.StandardError.ReadLineAsync(), Does.StartWith("checkout: Pending"), "it has looked");
        await _site.Rollouts.RollbackAsync("checkout", "eve", "x");
        _site.Clock.Advance(TimeSpan.FromSeconds(2));
        await _site.Rollouts.RestartAsync("checkout", "eve", "x");

        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(1));
    }

    [TestCase("nobody-reader", "status", 0, "")]
    [TestCase("nobody-reader", "rollback", 2, "does not meet the policy")]
    [TestCase("nobody", "status", 2, "does not meet the policy")]
    public void Rights_AreThoseOfTheToken(string token, string verb, int code, string message)
    {
        string[] args = verb == "status" ? [verb] : [verb, "checkout", "--reason", "x"];
        var run = RunAs(token, args);

        Assert.That((run.ExitCode, run.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((code, true)), run.Error);
    }

    [Test]
    public void Token_FromAFile()
    {
        _folder.With("token", Operator + "\n");

        Assert.That(RunAs("", "status", "--token", "@token").ExitCode, Is.Zero);
        Assert.That(RunAs("", "status").Error, Does.Contain("does not know the caller"));
    }

    [TestCase("--token is neither", "--token", "secret-of-somebody")]
    [TestCase("https:// only", "--url", "http://ops.shop.example/flags")]
    [TestCase("--url holds a name or a password", "--url", "https://ann:secret@ops.shop.example/flags")]
    [TestCase("--url is no address", "--url", "ops.shop.example")]
    [TestCase("cannot be read", "--token", "@nothing")]
    public void Secrets_StandNowhereElse(string message, string option, string value)
    {
        string[] url = option == "--url" ? [] : ["--url", Url];
        var run = Grayflags.Run(_folder.Path, "", [new("GRAYFLAGS_TOKEN", Operator)], ["rollout", "status", .. url, option, value]);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain(message).And.Not.Contain("secret-of-somebody").And.Not.Contain(Operator).And.Not.Contain("ann:secret"));
    }

    [Test]
    public void Flag_WithoutARollout_AndAddressWithoutADashboard()
    {
        var nothing = Run("status", "nothing");
        var elsewhere = Grayflags.Run(_folder.Path, "", [], "rollout", "status", "--url", new Uri(_site.Client.BaseAddress!, "elsewhere").ToString());
        var closed = Grayflags.Run(_folder.Path, "", [], "rollout", "status", "--url", "http://127.0.0.1:1/flags");

        Assert.That((nothing.ExitCode, nothing.Error.Contains("has no rollout. (404)", StringComparison.Ordinal)), Is.EqualTo((2, true)), nothing.Error);
        Assert.That((elsewhere.ExitCode, elsewhere.Error.Contains("no dashboard", StringComparison.Ordinal)), Is.EqualTo((2, true)), elsewhere.Error);
        Assert.That((closed.ExitCode, closed.Error.Contains("cannot be reached", StringComparison.Ordinal)), Is.EqualTo((2, true)), closed.Error);
    }

    [TestCase("stage:", "--until is")]
    [TestCase("stage:fourth", "it has canary, half, all")]
    [TestCase("stage:4", "it has canary, half, all")]
    public void Until_OfNoStage(string until, string message)
    {
        var run = Run("wait", "checkout", "--until", until);

        Assert.That((run.ExitCode, run.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((2, true)), run.Error);
    }

    private Grayflags.Result Run(params string[] args) => RunAs(Operator, args);

    private Grayflags.Result RunAs(string token, params string[] args) =>
        Grayflags.Run(_folder.Path, "", [new("GRAYFLAGS_TOKEN", token)], ["rollout", .. args, "--url", Url]);

    /// <summary>The exit code and the place.</summary>
    private string Operate(string operation)
    {
        var run = Run(operation, "checkout", "--reason", "because");
        return $"{run.ExitCode} {string.Join(':', run.Output.Trim().Split(':').Take(2))}{run.Error}";
    }
}
