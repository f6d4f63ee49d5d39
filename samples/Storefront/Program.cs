using System.Security.Claims;
using GrayFlags;
using Microsoft.AspNetCore.Authentication.Cookies;
using Storefront;

var builder = WebApplication.CreateBuilder(args);
var panel = new InMemoryRuleProvider();
builder.Services.AddGrayFlags()
    .AddJsonFile("flags.json", o => o.PollInterval = TimeSpan.FromSeconds(1)) // edit it while the shop runs
    .AddProvider(panel) // what the buttons of the page change overrides the file, flag by flag
    .AddAspNetCore(o => o.RegionHeader = "X-Region") // in this shop the page plays the proxy that sets it
    .AddAnonymousCookie()
    .AddDashboard(o =>
    {
        o.AllowAnonymousRead = true; // in this shop everybody may look; an app names a policy
        o.OperatePolicy = "staff"; // sign in as Ana, and there are buttons
        o.Actor = http => http.User.FindFirst(ClaimTypes.NameIdentifier)?.Value;
    });
builder.Services.AddSingleton(new Panel(panel));
builder.Services.AddGrayService<IPrices, ListPrices, SalePrices>("evening-sale");
builder.Services.AddSingleton<ShadowBoard>().AddHostedService(services => services.GetRequiredService<ShadowBoard>());
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorizationBuilder().AddPolicy("staff", policy => policy.RequireClaim(ClaimTypes.NameIdentifier, "ana"));
builder.Services.AddHealthChecks().AddGrayFlags();

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseGrayVersionHeader("checkout", "new-checkout");
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();

app.MapGrayUpgrade("/api/checkout", "new-checkout", Checkout.FourPages, Checkout.OnePage);
app.MapGrayUpgrade("/api/quote/{count:int:range(1,1000)}", "new-quotes", Quotes.Original, Quotes.Upgraded).WithShadow(1); // off for everyone, and already tried
app.MapGet("/api/shadow", (ShadowBoard board) => board.Counts);
app.MapGet("/api/home", (IGrayEvaluatorSnapshot flags, IGrayContextAccessor accessor, IPrices prices, Panel panel) => new Home(
    accessor.Context?.UserId,
    accessor.Context?.Region,
    flags.IsEnabled("new-banner"),
    prices.OfAnUmbrella,
    flags.Version,
    panel.Canary,
    panel.IsAsInFile,
    Crowd.Count(flags, "new-checkout")));
app.MapGet("/api/why", (IGrayEvaluatorSnapshot flags) => flags.Explain("new-checkout").ToString());
app.MapGet("/api/staff", () => "Only the staff sees this; to everybody else it is 404.").RequireAuthorization().RequireGrayFlag("staff-room");
app.MapHealthChecks("/health");
app.MapGrayDashboard("/flags").RequireHost("localhost", "127.0.0.1"); // whatever name another site gives this machine

SignIn.Map(app);
app.MapPost("/panel/banner/{on:bool}", (bool on, Panel panel) => panel.SetBanner(on));
app.MapPost("/panel/canary/{percent:int:range(0,100)}", (int percent, Panel panel) => panel.SetCanary(percent));
app.MapPost("/panel/reset", (Panel panel) => panel.Reset());
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
    $"{Environment.NewLine}Open {app.Urls.First()} in a browser, and {app.Urls.First()}/flags for the dashboard; Ctrl+C ends."));
app.Run();
