using Blazor.Components;
using GrayFlags;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddGrayFlags()
    .AddJsonFile("flags.json")
    .AddAspNetCore(o => o.UserId = http => http.Request.Query["user"]); // instead of signing in

var app = builder.Build();
app.UseAntiforgery();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();
