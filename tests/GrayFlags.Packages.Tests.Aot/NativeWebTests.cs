using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>A minimal API with most of what the packages have, compiled natively.</summary>
[NonParallelizable] // times are measured
internal sealed class NativeWebTests
{
    private static readonly string Programs = Repository.PathOf("tests/GrayFlags.Packages.Tests.Aot/Programs");

    private readonly Stack<RunningApp> _running = [];
    private readonly TempFolder _state = new();
    private readonly RulesServer _rules = new("""{ "flags": { "remote": false, "size": { "variants": { "l": { "value": 42 } }, "default": "l" } } }""");
    private NativeProgram _program = null!;
    private Uri _address = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _program = await NativeProgram.WebAsync(Read("Web.cs"), Read("flags.json"));
        await RestartAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await StopAsync();
        (await _program.MeasureAnswerAsync("/on/banner", Arguments)).Write("a web app with rules over HTTP, rollouts, state and health", "to the first answer");
        _program.Dispose();
        _rules.Dispose();
        _state.Dispose();
    }

    [TestCase("/on/banner?user=ana", "true")]
    [TestCase("/on/banner?user=bo", "false")]
    [TestCase("/on/berlin", "true")]
    [TestCase("/on/phones?agent=shop/12", "true")]
    [TestCase("/on/phones?agent=web", "false")]
    [TestCase("/on/nothing", "false")]
    [TestCase("/on/configured", "true", Description = "by an argument of the command line")]
    [TestCase("/button", """{"size":300,"color":"#00f"}""")]
    [TestCase("/size", "42")]
    [TestCase("/prices", "4")]
    [TestCase("/menu", "new")]
    [TestCase("/orders/7", """{"id":7,"version":"v1"}""")]
    [TestCase("/health", "Healthy")]
    public async Task Answers(string path, string expected) => Assert.That(await GetAsync(path), Is.EqualTo($"200 {expected}"));

    [Test]
    public async Task Explanation_NamesTheRule() => Assert.That(await GetAsync("/why/banner?user=ana"), Does.Contain("staff"));

    [Test]
    public async Task OverrideHeader_OpensAGate_ForItsRequest()
    {
        var header = (await GetAsync("/sign/beta"))["200 ".Length..];

        Assert.That(await GetAsync("/beta"), Is.EqualTo("404"));
        Assert.That(await GetAsync("/beta", ("X-Gray-Override", header)), Is.EqualTo("200 beta"));
        Assert.That(await GetAsync("/beta", ("X-Gray-Override", $"{header}x")), Is.EqualTo("404"));
    }

    [Test]
    public async Task AnonymousCookie_KeepsAVisitorsAnswer()
    {
        var answers = new HashSet<string>();
        for (var number = 0; number < 64; number++)
        {
            using var visitor = new Visitor(_address);
            var answer = await visitor.GetAsync("/visitor");
            answers.Add(answer);
            Assert.That(await visitor.GetAsync("/visitor"), Is.EqualTo(answer));
        }

        Assert.That(answers, Is.EquivalentTo(new[] { "200 true", "200 false" }));
    }

    [Test]
    public async Task RulesOverHttp_Change()
    {
        Assert.That(await GetAsync("/on/remote"), Is.EqualTo("200 false"));

        _rules.Set("""{ "flags": { "remote": true, "size": { "variants": { "l": { "value": 42 } }, "default": "l" } } }""");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await GetAsync("/on/remote") != "200 true")
        {
            await Task.Delay(50, patience.Token);
        }
    }

    [Test]
    public async Task Rollback_OutlivesTheProcess()
    {
        Assert.That(await GetAsync("/rollout"), Is.EqualTo("200 Running canary 10"));
        Assert.That(await AskAsync(visitor => visitor.PostAsync("/rollback")), Does.StartWith("200 RolledBack"));

        await RestartAsync();

        Assert.That(await GetAsync("/rollout"), Does.StartWith("200 RolledBack"));
    }

    private string[] Arguments => ["--State", _state["state"], "--Rules", _rules.Address, "--GrayFlags:Flags:configured", "true"];

    private async Task RestartAsync()
    {
        await StopAsync();
        var app = _program.Serve(Arguments);
        _running.Push(app);
        _address = await app.ListenAsync();
    }

    private async Task StopAsync()
    {
        if (_running.TryPop(out var app))
        {
            await app.DisposeAsync();
        }
    }

    private Task<string> GetAsync(string path, params (string Name, string Value)[] headers) => AskAsync(visitor => visitor.GetAsync(path, headers));

    private async Task<string> AskAsync(Func<Visitor, Task<string>> ask)
    {
        using var visitor = new Visitor(_address);
        return await ask(visitor);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Programs, name));
}
