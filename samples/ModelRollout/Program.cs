using System.Globalization;
using GrayFlags;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelRollout;

// --seconds 40: ends after so many. --break-after 20: the new model fails from then on. --hang-after 20: it answers no more. At a keyboard: b breaks and mends
// it, h lets it hang, q ends.
var seconds = Option("--seconds", 60);
var breakAfter = Option("--break-after", int.MaxValue);
var hangAfter = Option("--hang-after", int.MaxValue);

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseUrls("http://127.0.0.1:0"); // this machine alone, on a port that is free

// A sample begins anew each time it is run. An app names options.StateDirectory, so that a rollback outlives the process.
builder.Services.AddGrayFlags()
    .AddJsonFile("flags.json")
    .AddRolloutStore(new InMemoryRolloutStore())
    .AddDashboard(o =>
    {
        o.AllowAnonymousRead = true; // an app names policies of its own
        o.OperatePolicy = "whoever sits here";
        o.Actor = _ => Environment.UserName;
    });
builder.Services.AddAuthorizationBuilder().AddPolicy("whoever sits here", policy => policy.RequireAssertion(_ => true));
builder.Services.AddSingleton<EtaModels>();
builder.Services.AddSingleton<Customers>();
builder.Services.AddLogging(logging => logging.ClearProviders());
await using var host = builder.Build();
host.MapGrayDashboard("/flags").RequireHost("127.0.0.1"); // whatever name another site gives this machine
await host.StartAsync();
var stopping = host.Lifetime.ApplicationStopping; // by Ctrl+C, or from outside
var page = $"{host.Urls.Single()}/flags/#/rollouts/eta-model";

var models = host.Services.GetRequiredService<EtaModels>();
var customers = host.Services.GetRequiredService<Customers>();
var rollouts = host.Services.GetRequiredService<IGrayRollouts>();
rollouts.Changed += (_, change) => Board.Print(change);
Console.WriteLine("A new model goes from shadow to everyone, 300 customers a second."
    + (Console.IsInputRedirected ? "" : " Press b to break it, h to let it hang, again to mend it; q ends."));
Console.WriteLine($"Look at it, pause it, roll it back: {page}");
Console.WriteLine(
    "Each guard: canary/control of how many calls [how seldom chance alone looks like that, and when it acts]. A call is judged two seconds after its begin.");
for (var second = 1; second <= seconds && !stopping.IsCancellationRequested; second++)
{
    await customers.AskForASecondAsync(CancellationToken.None);
    Board.Print(second, rollouts.GetStatus("eta-model")!);
    var pressed = !Console.IsInputRedirected && Console.KeyAvailable ? Pressed() : '\0';
    if (second == breakAfter || pressed == 'b')
    {
        models.IsNewModelBroken = !models.IsNewModelBroken;
        Console.WriteLine($"       >> the new model is {(models.IsNewModelBroken ? "broken: 3 of 10 calls fail" : "mended")}");
    }

    if (second == hangAfter || pressed == 'h')
    {
        models.IsNewModelHanging = !models.IsNewModelHanging;
        Console.WriteLine($"       >> the new model {(models.IsNewModelHanging ? "hangs: it answers no more" : "answers again")}");
    }

    if (rollouts.GetStatus("eta-model")!.Record.Phase is RolloutPhase.Completed or RolloutPhase.Withheld or RolloutPhase.RolledBack)
    {
        break;
    }
}

Console.WriteLine();
Console.WriteLine(Board.Sentence(rollouts.GetStatus("eta-model")!));
if (!Console.IsInputRedirected && seconds > 0)
{
    Console.WriteLine($"Still to be seen at {page} until a key is pressed.");
    while (!Console.KeyAvailable && !stopping.IsCancellationRequested)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100));
    }
}

await host.StopAsync();
return 0;

char Pressed()
{
    var key = Console.ReadKey(intercept: true).KeyChar;
    seconds = key == 'q' ? 0 : seconds;
    return key;
}

int Option(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : otherwise;
