using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>Before any rules were loaded there is no answer, and a client is told to come back.</summary>
public sealed class NotReadyTests
{
    [TestCase("")]
    [TestCase("/any")]
    public async Task Question_BeforeAnyRules_IsToBeAskedAgain(string path)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddGrayFlags(o => o.StartupTimeout = TimeSpan.FromMilliseconds(1)).AddProvider(new InMemoryRuleProvider()).AddAspNetCore();
        await using var app = builder.Build();
        app.MapGrayOfrep();
        await app.StartAsync();
        using var client = app.GetTestClient();

        using var response = await client.PostAsync(OfrepSiteExtensions.Bulk + path, new StringContent("{}"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"errorDetails":"No rules have been loaded yet."}"""));
    }
}
