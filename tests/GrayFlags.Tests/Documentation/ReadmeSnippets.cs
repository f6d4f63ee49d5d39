using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>All C# of the README, compiled. A test compares the two line by line, so change both.</summary>
internal static class ReadmeSnippets
{
    public static void FirstScreen(TextWriter Console)
    {
        using var flags = GrayEvaluator.FromFile("flags.json"); // and follows it: no restart

        foreach (var user in new[] { "ana", "guo", "han", "lin" })
        {
            var context = new GrayContext(user) { Region = "CN-GD-GZ" };
            var pages = flags.IsEnabled("new-checkout", context) ? "one page" : "four pages";
            Console.WriteLine($"{user}: {pages}, since it is {flags.Evaluate("new-checkout", context)}");
        }
    }

    public static void Register(HostApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags(builder.Configuration.GetSection("GrayFlags"))
            .AddJsonFile("flags.json");
    }

    public static void RegisterHttp(HostApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags(o => o.StateDirectory = "/var/lib/shop/flags")
            .AddJsonFile("flags.json")
            .AddHttp(new Uri("https://flags.example.com/shop.json"));
    }

    public static void RegisterHttpClient(HostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient("flags")
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .AddHttpMessageHandler<ProxyHeaders>();
        builder.Services.AddGrayFlags()
            .AddHttp(new Uri("https://flags.example.com/shop.json"), (o, services) =>
                o.CreateHttpClient = () => services.GetRequiredService<IHttpClientFactory>().CreateClient("flags"));
    }

    public static void BindOptions(HostApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags().AddJsonFile("flags.json");
        builder.Services.Configure<JsonFileRuleProviderOptions>("flags.json", o => builder.Configuration.GetSection("FlagFile").Bind(o));
    }

    public static void ListFlags(IGrayFlagsMonitor monitor, TextWriter Console)
    {
        foreach (FlagSummary flag in monitor.GetFlags().Where(flag => flag.IsExpired))
        {
            Console.WriteLine($"{flag.Name} of {flag.Owner ?? "nobody"} should be gone since {flag.Expires}; its tags: {string.Join(", ", flag.Tags)}");
        }
    }

    public static string Sign(ECDsa privateKey, string keyId, byte[] document)
    {
        var signature = privateKey.SignData(document, HashAlgorithmName.SHA256);
        var header = $"keyId={keyId};sig={Convert.ToBase64String(signature)}";
        return header;
    }

    public static async Task BeginAsync(IGrayEvaluator flags, GrayContext context, Func<Task> NewCheckoutAsync, Func<Task> OldCheckoutAsync)
    {
        using (var outcome = flags.Begin("new-checkout", context))
        {
            if (outcome.Enabled)
            {
                await NewCheckoutAsync();
            }
            else
            {
                await OldCheckoutAsync();
            }

            outcome.Succeed(); // or Fail(), Score(0.75), Ignore(); leaving the block without a verdict is a failure
        }
    }

    public static async Task<decimal> UpgradeAsync(
        IGrayEvaluator flags, GrayContext context, IQuotes v1, IQuotes v2, string order, CancellationToken cancellationToken)
    {
        var quote = await flags.UpgradeAsync(
            "pricing",
            context,
            token => v1.QuoteAsync(order, token),
            token => v2.QuoteAsync(order, token),
            new UpgradeOptions<decimal>
            {
                OnUpgradedError = UpgradeFallback.ToOriginal,
                IsFreeOfSideEffects = true,
                Equal = (one, other) => Math.Abs(one - other) < 0.01m,
            },
            cancellationToken);
        return quote;
    }

    public static async Task<FeedbackResult> FeedbackAsync(IGrayFeedback feedback, GrayContext context, GrayContext other)
    {
        var result = await feedback.ReportAsync("new-checkout", context, new GrayFeedback { Score = 0.2, Negative = true, Comment = "where is the basket?" });
        await feedback.OptOutAsync("new-checkout", other, TimeSpan.FromDays(90)); // because the user asks for it
        await feedback.ReinstateAsync("new-checkout", other);
        return result;
    }

    public static async Task<RolloutStatus> OperateAsync(IGrayRollouts rollouts)
    {
        RolloutStatus status = rollouts.GetStatus("new-checkout")!; // phase, stage, and for each guard both arms and the evidence
        await rollouts.ApproveAsync("new-checkout", by: "ana", reason: "the numbers are good");
        await rollouts.RollbackAsync("new-checkout", by: "ana", reason: "the basket is empty");
        await rollouts.RestartAsync("new-checkout", by: "ana", reason: "mended in 2.1"); // after the cooldown, as another attempt
        return status;
    }

    public static async Task TurnOffAsync(IGrayRules rules)
    {
        await rules.TurnOffAsync("new-checkout", by: "ana", reason: "it melts the database"); // off for everyone at the next call, whatever documents say
        await rules.TurnOnAsync("new-checkout", by: "ana", reason: "mended in 2.1"); // the rules decide again, and the kill switches of documents
    }

    public static async Task RollBackAsync(IGrayRules rules, TextWriter Console)
    {
        foreach (RulesVersion version in rules.Versions) // the newest first
        {
            Console.WriteLine($"{version.Version}, new: {string.Join(", ", version.Added)}, changed: {string.Join(", ", version.Changed)}");
        }

        await rules.PinAsync(rules.Versions[1].Version, by: "ana", reason: "the sale gives too much"); // serves at the next call
        await rules.UnpinAsync(by: "ana", reason: "the sale is right again");
    }

    public static GrayContext Context()
    {
        var context = new GrayContext("guo") { Region = "CN-GD-GZ", ["tenant"] = "acme", ["orders"] = 120 };
        return context;
    }

    public static int Value(IGrayEvaluator flags, GrayContext context)
    {
        var percentOff = flags.GetValue("evening-sale", context, 0);
        return percentOff;
    }

    public static void Explain(IGrayEvaluator flags, GrayContext context, TextWriter Console)
    {
        Console.WriteLine(flags.Explain("new-checkout", context));
    }

    public static void Status(IGrayFlagsMonitor monitor, TextWriter Console)
    {
        GrayFlagsStatus status = monitor.Status;
        Console.WriteLine($"{status.State}, rules {status.Version}, {status.FlagCount} flags, {status.Problems.Count()} problems");
        using var changes = monitor.OnChange(now => Console.WriteLine($"now {now.State}: rules {now.Version}"));
    }

    public static bool HotPaths(IGrayEvaluator flags, GrayContext context)
    {
        GrayFlag newCheckout = flags.GetFlag("new-checkout"); // keep it: no look-up by name, follows reloads
        var isOn = newCheckout.IsEnabled(context);

        IGrayEvaluatorSnapshot request = flags.CreateSnapshot(); // no change of rules or clock is seen through it
        var decisions = (request.Evaluate("new-checkout", context), request.Evaluate("evening-sale", context));
        return isOn && decisions.Item1.Version == decisions.Item2.Version;
    }

    public static void InATest()
    {
        var rules = new InMemoryRuleProvider();
        using var flags = GrayEvaluator.Create(grayFlags => grayFlags.AddProvider(rules));

        rules.SetJson("""{ "flags": { "new-checkout": true } }"""); // live when the call returns
        Assert.That(flags.IsEnabled("new-checkout"), Is.True);
    }

    public static void OverrideInATest(GrayEvaluator flags)
    {
        using (flags.Override("new-checkout", true)) // or a variant: flags.Override("colour", "blue")
        {
            Assert.That(new Checkout(flags).Page("ana"), Is.EqualTo("one page"));
        }
    }

    public interface IOfficeCalendar
    {
        IReadOnlySet<DateTimeOffset> HoursOf(string team);
    }

    public interface IFlagTable
    {
        Task<byte[]> ReadAsync(CancellationToken cancellationToken);
    }

    public sealed class Checkout(IGrayEvaluator flags)
    {
        public string Page(string userId) =>
            flags.IsEnabled("new-checkout", new GrayContext(userId)) ? "one page" : "four pages";
    }

    public sealed class OfficeHours(IOfficeCalendar calendar) : IGrayCondition
    {
        public GrayConditionTest Compile(GrayConditionParameters parameters)
        {
            var team = parameters.GetString("team"); // missing or misspelt: the document is refused, with the path
            var hours = calendar.HoursOf(team);
            return (context, now) => hours.Contains(now) && context["plan"].AsString() == "pro";
        }
    }

    public sealed class TableRuleProvider(IFlagTable table, TimeProvider clock) : IRuleProvider
    {
        public string Name => "flag table"; // in the status and the log; never a secret

        public async ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
        {
            byte[] json = await table.ReadAsync(cancellationToken); // what it throws counts as unavailable
            return LoadResult.FromJson(json, new DocumentReaderOptions { Source = Name });
        }

        public IDisposable Watch(Action changed) =>
            clock.CreateTimer(_ => changed(), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
    }

    public sealed class ProxyHeaders : DelegatingHandler;

    public interface IQuotes
    {
        Task<decimal> QuoteAsync(string order, CancellationToken cancellationToken);
    }
}
