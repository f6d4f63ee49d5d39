using System.Collections.Concurrent;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>
/// Many users at once while the rules change all the time. Changes are counted in requests, not in time: the machine may be as slow as it likes.
/// </summary>
public sealed class LoadTests
{
    private const int Users = 200;
    private const int RequestsOfEach = 15;
    private const int RequestsBetweenReloads = 10;

    private int _requests;
    private int _reloads;

    [Test]
    public async Task ManyUsers_WhileRulesReload_SeeOneRuleSetEachAndNoError([Values] bool isReal)
    {
        (_requests, _reloads) = (0, 0);
        TestSite? site = null;
        await using var started = site = await TestSite.StartAsync(
            Rules(0),
            app =>
            {
                app.MapGrayUpgrade(
                    "/orders",
                    "even",
                    (IGrayEvaluatorSnapshot flags, IVersion service) => AnswerAsync(site!, flags, service, "odd"),
                    (IGrayEvaluatorSnapshot flags, IVersion service) => AnswerAsync(site!, flags, service, "even"));
            },
            flags => flags.AddAspNetCore().AddAnonymousCookie(),
            services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddGrayService<IVersion, Odd, Even>("even");
            },
            isReal);
        var answers = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, Users).Select(user => Task.Run(async () =>
        {
            // One half have signed in, the other half are visitors with a cookie.
            var who = user % 2 == 0 ? ("Test", $"u-{user}") : ("Cookie", await CookieAsync(site));
            string? bucket = null;
            for (var count = 0; count < RequestsOfEach; count++)
            {
                var answer = await site.GetAsync("/orders", who);
                answers.Add(answer.Split('|')[0]);
                bucket ??= answer.Split('|').Last();
                Assert.That(answer.Split('|').Last(), Is.EqualTo(bucket), "the bucket of a user never changes");
            }
        })));

        Assert.That(answers.Distinct(), Is.EquivalentTo(new[] { "200 even even True True", "200 odd odd False False" }));
        Assert.That(_reloads, Is.GreaterThanOrEqualTo(Users * RequestsOfEach / RequestsBetweenReloads));
        Assert.That(site.Log.Entries.Where(entry => entry.Exception is not null), Is.Empty);
    }

    // In each rule set three flags agree: what picked the handler, what picked the service, and what is asked before and after a pause.
    private static string Rules(int generation)
    {
        var isEven = generation % 2 == 0 ? "true" : "false";
        return $$"""{ "version": {{generation + 1}}, "flags": { "even": {{isEven}}, "also-even": {{isEven}},"""
            + """ "half": { "rules": { "all": { "percentage": 100 } } } } }""";
    }

    private static async Task<string> CookieAsync(TestSite site)
    {
        using var response = await site.SendAsync("/orders");
        return response.Cookie()!;
    }

    private async Task<string> AnswerAsync(TestSite site, IGrayEvaluatorSnapshot flags, IVersion service, string handler)
    {
        var before = flags.IsEnabled("also-even");
        if (Interlocked.Increment(ref _requests) % RequestsBetweenReloads == 0)
        {
            site.Rules.SetJson(Rules(Interlocked.Increment(ref _reloads)));
        }

        await Task.Yield();
        return $"{handler} {service.Name} {before} {flags.IsEnabled("even")}|{flags.Evaluate("half").Bucket}";
    }

    internal interface IVersion
    {
        string Name { get; }
    }

    internal sealed class Odd : IVersion
    {
        public string Name => "odd";
    }

    internal sealed class Even : IVersion
    {
        public string Name => "even";
    }
}
