using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Every list reads the same from providers that list and keep their entries in ways of their own.</summary>
[Fault("R3")]
internal sealed class ListHabitTests
{
    private static readonly (string Name, Func<ConfigField, HabitProvider> Build)[] Shapes =
    [
        ("by index", field => new HabitProvider { Data = { [field.Key + ":0"] = field.Entries[0], [field.Key + ":1"] = field.Entries[1] } }),
        ("indexes not from 0", field => new HabitProvider { Data = { [field.Key + ":3"] = field.Entries[0], [field.Key + ":4"] = field.Entries[1] } }),
        ("indexes with gaps", field => new HabitProvider { Data = { [field.Key + ":2"] = field.Entries[0], [field.Key + ":10"] = field.Entries[1] } }),
        ("unsorted and repeated keys", field => new Unsorted { Data = { [field.Key + ":2"] = field.Entries[0], [field.Key + ":10"] = field.Entries[1] } }),
        ("keys in capitals", field => new OtherCase { Data = { [field.Key + ":0"] = field.Entries[0], [field.Key + ":1"] = field.Entries[1] } }),
        ("keys listed while they change", field => new Lazy { Data = { [field.Key + ":0"] = field.Entries[0], [field.Key + ":1"] = field.Entries[1] } }),
        (
            "empty values lost",
            field => new EmptyLost { Data = { [field.Key] = "", [field.Key + ":0"] = field.Entries[0], [field.Key + ":1"] = field.Entries[1] } }),
    ];

    private static IEnumerable<ConfigField> Lists => ConfigField.All.Where(candidate => candidate.IsList);

    private static IEnumerable<TestCaseData> Habits() => Shapes.Select(shape => new TestCaseData(shape.Build).SetArgDisplayNames(shape.Name));

    // Those that take one text with commas.
    private static IEnumerable<ConfigField> Split() =>
        ConfigField.All.Where(field => field.IsList
            && field.Place != GrayFlags.Providers.Configuration.ConfigPlace.WhenValue
            && field.Keys[^1] is not ("contains" or "startsWith" or "endsWith" or "matches"));

    [TestCaseSource(nameof(Habits))]
    public void Entries_AreThoseOfAFile(Func<ConfigField, HabitProvider> build) => Assert.Multiple(() =>
    {
        foreach (var field in Lists)
        {
            AssertEntries(new ConfigurationBuilder().Add(build(field)).Build(), field);
        }
    });

    [TestCaseSource(nameof(Habits))]
    public void Entries_BehindAChainedSection_AreThoseOfAFile(Func<ConfigField, HabitProvider> build) => Assert.Multiple(() =>
    {
        foreach (var field in Lists)
        {
            var provider = build(field);
            provider.Data = new(provider.Data.ToDictionary(entry => "Outer:" + entry.Key, entry => entry.Value), StringComparer.OrdinalIgnoreCase);

            AssertEntries(new ConfigurationBuilder().AddConfiguration(new ConfigurationBuilder().Add(provider).Build().GetSection("OUTER")).Build(), field);
        }
    });

    [Test]
    public void Text_WithWhiteSpace_IsTheListOfItsParts() => Assert.Multiple(() =>
    {
        foreach (var field in Split())
        {
            AssertEntries(
                new ConfigurationBuilder().Add(new HabitProvider { Data = { [field.Key] = $"  {field.Entries[0]} ,\t{field.Entries[1]} \n" } }).Build(),
                field);
        }
    });

    [Test]
    public void KillSwitch_WithWhiteSpaceInItsEntries_IsObeyed() =>
        Assert.That(
            new ConfigurationBuilder().Add(new HabitProvider { Data = { ["GrayFlags:Off:0"] = " a\n" } }).Build().Document().Off,
            Is.EqualTo(new[] { "a" }));

    [TestCase("enabled", " False ")]
    [TestCase("serve", "\tfalse\n")]
    [TestCase("percentage", " 5 ")]
    [TestCase("priority", " 5 ")]
    public void Value_WithWhiteSpace_IsReadWithoutIt(string field, string value)
    {
        var expected = FlagDocument.Parse($$"""{ "flags": { "a": { "rules": { "r": { "{{field}}": {{value.Trim().ToLowerInvariant()}} } } } } }""");

        Assert.That(DeepEqual.FirstDifference(expected, new ConfigurationBuilder().Keys(("Flags:a:Rules:r:" + field, value)).Build().Document()), Is.Null);
    }

    // The answer is that of the file before or of the file after, or there is none: a mixture could let anybody in.
    [Test]
    public void Document_ThatIsReplacedWhileItIsRead_IsNeverAMixture()
    {
        const string start = "GrayFlags:Flags:a:Rules:";
        SortedDictionary<string, string?> before = new() { [start + "r:Users:0"] = "u", [start + "r:Percentage"] = "100", ["GrayFlags:Off:0"] = "x" };
        SortedDictionary<string, string?> after = new() { [start + "r:Percentage"] = "5", [start + "s:Serve"] = "false", ["GrayFlags:Off:0"] = "y" };
        string[] whole =
            [.. new[] { before, after }.Select(data => new ConfigurationBuilder().Add(new HabitProvider { Data = data }).Build().Document().ToJson())];
        var counter = new HabitProvider { Data = before };
        new ConfigurationBuilder().Add(counter).Build().Provider().Load();
        var seen = new HashSet<string>();
        for (var call = 0; call <= counter.Calls; call++)
        {
            var load = new ConfigurationBuilder().Add(new Swapping(call, after) { Data = before }).Build().Provider().Load();
            seen.Add(load.Document().ToJson());
        }

        Assert.That(seen, Is.EquivalentTo(whole));
    }

    // New data at every call: nothing is believed, and the reading ends.
    [Test]
    public void Document_ThatNeverHoldsStill_IsUnavailable()
    {
        var provider = new Restless();
        var load = new ConfigurationBuilder().Add(provider).Build().Provider().Load();

        Assert.That((load.Outcome, provider.Calls), Is.EqualTo((LoadOutcome.Unavailable, provider.Calls)));
        Assert.That(provider.Calls, Is.LessThan(100));
    }

    // A provider that asks far away for each value: twice as many keys are twice as many questions, and each is asked a fixed number of times.
    [Test]
    public void SlowProvider_IsAskedForEachKeyAFewTimes()
    {
        Assert.That(CallsFor(200) - CallsFor(100), Is.LessThanOrEqualTo(100 * 4));

        static int CallsFor(int users)
        {
            var provider = new HabitProvider
            {
                Data = new(Enumerable.Range(0, users).ToDictionary(index => $"GrayFlags:Flags:a:Rules:r:Users:{index}", _ => (string?)"u")),
            };
            new ConfigurationBuilder().Add(provider).Build().Document();
            return provider.Calls;
        }
    }

    // No token came, but somebody asks again: nothing old is kept.
    [Test]
    public void ReloadWithoutAToken_IsReadAtTheNextLoad([Values] bool isOfTheFramework, [Values] bool isChained)
    {
        var source = new HabitProvider { Data = { ["GrayFlags:Flags:a"] = "true" } };
        IConfigurationRoot root =
            isOfTheFramework ? new ConfigurationBuilder().Keys(("Flags:a", "true")).Build() : new ConfigurationBuilder().Add(source).Build();
        var outer = isChained ? new ConfigurationBuilder().AddConfiguration(root).Build() : root;
        var provider = outer.Provider();
        Assert.That(provider.Load().Document().Flags["a"].Static, Is.True);

        root.Providers.Single().Set("GrayFlags:Flags:a", "false");
        root.Providers.Single().Set("GrayFlags:Flags:b", "true");

        Assert.That(provider.Load().Document().Flags.Select(flag => flag.Value.Static), Is.EqualTo(new bool?[] { false, true }));
    }

    private static void AssertEntries(IConfigurationRoot root, ConfigField field)
    {
        var expected = FlagDocument.Parse(field.Document($"""["{field.Entries[0]}", "{field.Entries[1]}"]"""));

        Assert.That(DeepEqual.FirstDifference(expected, root.Document()), Is.Null, field.Path);
    }
}
