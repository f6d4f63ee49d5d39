using GrayFlags;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();
builder.Services.AddGrayFlags()
    .AddJsonFile("flags.json")
    .AddAspNetCore(o => o.UserId = http => http.Request.Query["user"]); // instead of signing in

var app = builder.Build();
app.MapDefaultControllerRoute();
app.MapRazorPages();
app.Run();
