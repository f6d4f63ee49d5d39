using GrayFlags;
using GrayFlags.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Polyglot;

// 'dotnet run --project samples/Polyglot' builds the clients, starts both servers and shows a page; with --check it asks once and ends.
var isCheck = args.Contains("--check");
var clients = new NodeClients(SamplePaths.Folder("clients"));
clients.Build();

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = SamplePaths.Folder(".") });
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddGrayFlags()
    .AddJsonFile(SamplePaths.Folder("../Storefront/flags.json"), o => o.PollInterval = TimeSpan.FromSeconds(1)) // edit it while this runs
    .AddAspNetCore(o => o.RegionHeader = "X-Region")
    .AddAnonymousCookie();
builder.Services.AddAuthentication(BackendKey.Name).AddScheme<AuthenticationSchemeOptions, BackendKey>(BackendKey.Name, null);
builder.Services.AddAuthorization();

var app = builder.Build();
app.Urls.Add(isCheck ? "http://127.0.0.1:0" : "http://127.0.0.1:5080");
app.UseAuthentication();
app.UseAuthorization();

// The page: what is shown to browsers, for the user of the request.
app.MapGrayOfrep(o => o.BodyAttributes.Add("region"));

// The Node server: all flags, for whoever it asks for. It has a key.
app.MapGroup("/backend").RequireAuthorization().MapGrayOfrep(o => (o.Flags, o.Context) = (FlagSelection.All, OfrepContext.FromBody));

app.MapGet("/", (HttpContext http) => Results.Content(StartPage.Html(http.GetGrayAnswersJson()), "text/html"));
app.MapGet("/page.js", () => Results.File(clients.PageScript, "text/javascript"));

await app.StartAsync();
var address = app.Urls.First();
if (isCheck)
{
    using var http = new HttpClient();
    Console.WriteLine($"The page begins with {StartPage.AnswersIn(await http.GetStringAsync(address))}");
    var exitCode = clients.AskOnce(address);
    await app.StopAsync();
    return exitCode;
}

using var node = clients.Serve(address);
Console.WriteLine($"{Environment.NewLine}Open {address} in a browser, and http://127.0.0.1:5081/?user=ana for the Node server; Ctrl+C ends.");
Console.WriteLine("Edit samples/Storefront/flags.json and watch both change.");
await app.WaitForShutdownAsync();
return 0;
