using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>Work that outlives its request while its context is being built.</summary>
public sealed class OutlivingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The request is over meanwhile, and waits for nobody. That is no failure of the app's function, whose one line of the log is for the next one that is.
    [Test]
    public async Task Function_ThatFailsByTheEndOfItsRequest_SpendsNoLine()
    {
        var (entered, ended) = (
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Task<bool>? work = null;
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "a": { "rules": { "ana": { "users": ["ana"] } } } } }""",
            app =>
            {
                app.MapGet("/outlived", async (IGrayEvaluator flags) =>
                {
                    work = Task.Run(() => flags.IsEnabled("a"));
                    await entered.Task.WaitAsync(Patience);
                });
                app.MapGet("/fails", (IGrayEvaluator flags) => flags.IsEnabled("a"));
            },
            flags => flags.AddAspNetCore(o => o.UserId = http =>
            {
                if (http.Request.Path == "/fails")
                {
                    throw new InvalidOperationException("a fault of the app's own");
                }

                entered.SetResult();
                Assert.That(ended.Task.Wait(Patience), Is.True);
                throw new ObjectDisposedException(nameof(HttpContext));
            }));
        await site.GetAsync("/outlived");
        ended.SetResult();

        Assert.That(await work!.WaitAsync(Patience), Is.False);
        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 500), Is.Zero);
        await site.GetAsync("/fails");
        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 500), Is.EqualTo(1));
    }
}
