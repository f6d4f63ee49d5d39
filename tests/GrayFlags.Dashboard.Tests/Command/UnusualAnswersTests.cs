using System.Globalization;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using GrayFlags.Tool.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Command;

/// <summary><c>grayflags rollout</c> on what stands between it and a dashboard, or in its place: proxies, starting apps, other programs.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnusualAnswersTests
{
    private const string Status = """
        { "flag": "checkout", "id": "1", "attempt": 1, "phase": "PHASE", "stage": 1, "stages": ["canary", "half", "all"], "stageName": "half",
          "percentage": 50, "waitReason": "None", "reason": "", "revision": "7", "remaining": { "text": "" }, "guards": [] }
        """;

    private const string Nulls = """
        { "flag": null, "id": "1", "attempt": 1, "phase": "Running", "stage": 1, "stages": [null], "stageName": null, "percentage": 50,
          "waitReason": "None", "reason": "", "revision": "7", "remaining": { "text": null }, "guards": [] }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Folder _folder = new();
    private readonly TaskCompletionSource _ended = new();

    private WebApplication _app = null!;
    private Func<HttpContext, Task> _answer = static _ => Task.CompletedTask;
    private int _asked;

    private string Url => _app.Urls.Single() + "/flags";

    [SetUp]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(http =>
        {
            Interlocked.Increment(ref _asked);
            return _answer(http);
        });
        await _app.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _ended.TrySetResult();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    // A stage that was withheld before anybody looked was taken for one that is reached: the pipeline went on with a canary that is off.
    [Fault("O8")]
    [TestCase("Withheld", 4)]
    [TestCase("Paused", 0)]
    [TestCase("Running", 0)]
    public void Wait_IsOverOnlyWhereTheStageAdmitsItsUsers(string phase, int code)
    {
        _answer = http => Json(http, 200, Status.Replace("PHASE", phase, StringComparison.Ordinal));

        var run = Run("wait", "checkout", "--until", "stage:half", "--timeout", "1m");

        Assert.That(run.ExitCode, Is.EqualTo(code), run.Error);
    }

    [Fault("O8")]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(429)]
    [TestCase(408)]
    public void Wait_AsksAgain_AfterWhatPasses(int status)
    {
        _answer = http => _asked switch
        {
            1 => Json(http, status, """{ "code": "store", "message": "The store does not answer." }"""),
            2 => Text(http, status, "<html>try later</html>"),
            _ => Json(http, 200, Status.Replace("PHASE", "Completed", StringComparison.Ordinal)),
        };

        var run = Run("wait", "checkout", "--every", "0.05s", "--timeout", "5m");

        Assert.That((run.ExitCode, _asked), Is.EqualTo((0, 3)), run.Error);
        Assert.That(run.Error, Does.Contain($"the answer is {status}: The store does not answer."));
    }

    [Fault("O8")]
    [Test]
    public void Wait_OnADashboardThatHangs_EndsWithItsTime()
    {
        _answer = _ => _ended.Task;

        using var process = Grayflags.Start(_folder.Path, [], "rollout", "wait", "checkout", "--url", Url, "--timeout", "0.2s");

        Assert.That(process.WaitForExit(Patience), Is.True, "one request may take 20 s, and the pipeline did not want to wait for as long");
        Assert.That(process.ExitCode, Is.EqualTo(3));
    }

    [Test]
    public void Wait_ForMonths_IsNoFault()
    {
        _answer = http => Json(http, 200, Status.Replace("PHASE", "Completed", StringComparison.Ordinal));

        Assert.That(Run("wait", "checkout", "--timeout", "90d", "--every", "60d").ExitCode, Is.Zero);
    }

    // An operation whose answer is lost may have been done.
    [Fault("O2")]
    [TestCase("hang up")]
    [TestCase("504")]
    [TestCase("500")]
    [TestCase("408")]
    [TestCase("503", """{ "message": "no route" }""")]
    [TestCase("503", """{ "code": "store", "message": "It may have been done all the same: it may have been done all the same.", "mayHaveHappened": true }""")]
    public void Operation_WhoseAnswerIsLost_SaysSo(string how, string? json = null)
    {
        _answer = http =>
        {
            if (int.TryParse(how, CultureInfo.InvariantCulture, out var status))
            {
                return json is null ? Text(http, status, "<html>no answer from the app</html>") : Json(http, status, json);
            }

            http.Abort();
            return Task.CompletedTask;
        };

        var run = Run("rollback", "checkout", "--reason", "x");

        Assert.That((run.ExitCode, run.Error.Contains("it may have been done all the same", StringComparison.Ordinal)), Is.EqualTo((2, true)), run.Error);
    }

    [Test]
    public void Operation_ThatWasNeverSent_DoesNotSaySo()
    {
        var run = Grayflags.Run(_folder.Path, "", [], "rollout", "rollback", "checkout", "--reason", "x", "--url", "http://127.0.0.1:1/flags");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("cannot be reached").And.Not.Contain("may have been done"));
    }

    [Fault("O8")]
    [TestCase("status", """{ "rows": [] }""")]
    [TestCase("status", """[7, null]""")]
    [TestCase("status", """[{ "flag": "checkout", "phase": "Running", "percentage": "ten" }]""")]
    [TestCase("status checkout", "[]")]
    [TestCase("status checkout", "7")]
    [TestCase("status checkout", Nulls)]
    [TestCase("wait checkout", Nulls)]
    [TestCase("approve checkout --reason x", Nulls)]
    [TestCase("status checkout", """{ "flag": 7 }""")]
    [TestCase("wait checkout", "null")]
    [TestCase("rollback checkout --reason x", "[]")]
    [TestCase("approve checkout --reason x", "true")]
    public void Json_OfSomethingElse_IsAMessage(string verb, string json)
    {
        _answer = http => Json(http, 200, json);

        var run = Run(verb.Split(' '));

        Assert.That((run.ExitCode, run.Error.Contains("of another version", StringComparison.Ordinal)), Is.EqualTo((2, true)), run.Error);
    }

    [TestCase("[]")]
    [TestCase("7")]
    [TestCase("""{ "code": 7, "rollout": 7 }""")]
    public void Refusal_OfSomethingElse_IsAMessage(string json)
    {
        _answer = http => Json(http, 409, json);

        var run = Run("rollback", "checkout", "--reason", "x");

        Assert.That(run.ExitCode, Is.AnyOf(1, 2), run.Error);
        Assert.That(run.Error, Does.StartWith("grayflags: ").And.Not.Contain("   at "));
    }

    [Fault("O8")]
    [TestCase("""{ "message": "moved" }""")]
    [TestCase("<html>moved</html>")]
    public void Redirect_IsNotFollowed_AndSaysWhereTo(string body)
    {
        _answer = http =>
        {
            http.Response.Headers.Location = "https://login.shop.example/";
            return body.StartsWith('{') ? Json(http, 302, body) : Text(http, 302, body);
        };

        var run = Run("status");

        Assert.That((run.ExitCode, _asked), Is.EqualTo((2, 1)));
        Assert.That(run.Error, Does.Contain("sends elsewhere, to https://login.shop.example/"));
    }

    [Test]
    public void Operation_WithoutAToken_SaysHowToGiveOne()
    {
        _answer = http => Json(http, 400, """{ "code": "antiforgery", "message": "The header X-Gray-Antiforgery has no token." }""");

        Assert.That(Run("rollback", "checkout", "--reason", "x").Error, Does.Contain("give one by --token @file or GRAYFLAGS_TOKEN"));
    }

    [Test]
    public void AddressOfAPage_AsTheBrowserShowsIt()
    {
        var path = "";
        _answer = http =>
        {
            path = http.Request.Path;
            return Json(http, 200, "[]");
        };

        var run = Grayflags.Run(_folder.Path, "", [], "rollout", "status", "--url", Url + "#/rollouts/checkout");

        Assert.That((run.ExitCode, path), Is.EqualTo((0, "/flags/api/rollouts")), run.Error);
    }

    // A proxy would read a token that goes to this machine over http://, and its own loopback is another machine.
    [TestCase("HTTP_PROXY")]
    [TestCase("ALL_PROXY")]
    public void Proxy_IsNotAsked_ForThisMachine(string variable)
    {
        _answer = http => Json(http, 200, "[]");

        var run = Grayflags.Run(_folder.Path, "", [new(variable, "http://127.0.0.1:1")], "rollout", "status", "--url", Url);

        Assert.That((run.ExitCode, _asked), Is.EqualTo((0, 1)), run.Error);
    }

    private static Task Json(HttpContext http, int status, string json)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
        return http.Response.WriteAsync(json);
    }

    private static Task Text(HttpContext http, int status, string text)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "text/html");
        return http.Response.WriteAsync(text);
    }

    private Grayflags.Result Run(params string[] args) => Grayflags.Run(_folder.Path, "", [], ["rollout", .. args, "--url", Url]);
}
