using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrayFlags;
using GrayFlags.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var key = RandomNumberGenerator.GetBytes(32);
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));
builder.Services.AddGrayFlags(builder.Configuration.GetSection("GrayFlags"), o => o.StateDirectory = builder.Configuration["State"])
    .AddJsonFile("flags.json")
    .AddHttp(new Uri(builder.Configuration["Rules"]!), o => o.PollInterval = TimeSpan.FromSeconds(1))
    .AddAspNetCore(o => o.OverrideKey = key)
    .AddAnonymousCookie();
builder.Services.AddGrayService<IPrices, Prices, NewPrices>("prices-v2");
builder.Services.AddHealthChecks().AddGrayFlags();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/on/{flag}", (string flag, string? user, string? agent, IGrayEvaluator flags) =>
    flags.IsEnabled(flag, new GrayContext(user) { ["agent"] = agent ?? "" }));
app.MapGet("/why/{flag}", (string flag, string? user, IGrayEvaluator flags) => flags.Explain(flag, new GrayContext(user)).ToString());
app.MapGet("/button", ButtonLook (IGrayEvaluator flags) => flags.GetValue("button", null, new ButtonLook(0, "none"), WebJson.Default.ButtonLook));
app.MapGet("/size", (IGrayEvaluator flags) => flags.GetValue("size", 0));
app.MapGet("/prices", (IPrices prices) => prices.Of("tea"));
app.MapGet("/beta", () => "beta").RequireGrayFlag("beta");
app.MapGet("/visitor", (IGrayEvaluator flags) => flags.IsEnabled("half"));
app.MapGrayUpgrade("orders-v2", app.MapGet("/orders/{id}", (int id) => new Order(id, "v1")), app.MapGet("/orders/{id}", (int id) => new Order(id, "v2")))
    .WithShadow(1);
app.MapGrayUpgrade("/menu", "menu-v2", http => http.Response.WriteAsync("old"), http => http.Response.WriteAsync("new"));
app.MapGet("/sign/{flag}", (string flag) =>
    GrayOverrideHeader.Sign(key, DateTimeOffset.UtcNow.AddMinutes(10), new Dictionary<string, string> { [flag] = "true" }));
app.MapGet("/rollout", (IGrayRollouts rollouts) => State(rollouts.GetStatus("checkout")));
app.MapPost("/rollback", async (IGrayRollouts rollouts) => State(await rollouts.RollbackAsync("checkout", "test", "a try")));
app.Run();

static string State(RolloutStatus? status) => status is null ? "none" : $"{status.Record.Phase} {status.StageName} {status.Percentage}";

internal sealed record Order(int Id, string Version);

internal sealed record ButtonLook(int Size, string Color);

internal interface IPrices
{
    decimal Of(string item);
}

internal sealed class Prices : IPrices
{
    public decimal Of(string item) => 3;
}

internal sealed class NewPrices : IPrices
{
    public decimal Of(string item) => 4;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(ButtonLook))]
internal sealed partial class WebJson : JsonSerializerContext;
