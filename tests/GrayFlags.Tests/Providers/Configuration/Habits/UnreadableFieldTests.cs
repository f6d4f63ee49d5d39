using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Providers.Configuration;
using GrayFlags.Rules;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>
/// What is written and cannot be read is refused with its path, or is the empty list that it may have been.
/// It is never absent: an absent condition lets everyone in.
/// </summary>
[Fault("R3")]
internal sealed class UnreadableFieldTests
{
    private static readonly (string Name, Func<ConfigField, IConfiguration> Build)[] EmptyLists =
    [
        ("a layer", field => Layers(field)),
        ("chained", field => Chained(Layers(field))),
        ("chained three times", field => Chained(Chained(Chained(Layers(field))))),
        ("a chained section", field => Chained(
            new ConfigurationBuilder().Json($$"""{ "Outer": { "Inner": { "GrayFlags": {{field.Document("[]")}} } } }""").Build().GetSection("Outer:Inner"))),
        ("chained and opaque", field => Chained(new OpaqueConfiguration(Layers(field)))),
        ("opaque", field => Layers(field).Opaque()),
        ("opaque over chained and opaque", field => Chained(new OpaqueConfiguration(Layers(field))).Opaque()),
        ("empty values lost", field => Of(new EmptyLost { Data = { [field.Key] = "" } })),
        ("empty values lost, chained", field => Chained(Of(new EmptyLost { Data = { [field.Key] = "" } }))),
        ("empty values lost, opaque", field => Of(new EmptyLost { Data = { [field.Key] = "" } }).Opaque()),
        ("null for empty values", field => Of(new EmptyAsNull { Data = { [field.Key] = "" } })),
        ("null for empty values, chained", field => Chained(Of(new EmptyAsNull { Data = { [field.Key] = "" } }))),
        ("null for empty values, opaque", field => Of(new EmptyAsNull { Data = { [field.Key] = "" } }).Opaque()),
        ("null in memory", field => new ConfigurationBuilder().AddInMemoryCollection([new(field.Key, null)]).Build()),
        ("case-sensitive", field => Of(new CaseSensitive { Data = { ["GrayFlags:" + string.Join(':', field.Keys).ToUpperInvariant()] = "x" } })),
        ("throwing", field => Of(new Throwing { Data = { [field.Key] = "" } })),
        ("empty values", field => Of(new HabitProvider { Data = { [field.Key] = "" } })),
        ("null in a JSON file", field => ConfigurationLoads.Layers(field.Document("null"))),
        ("an object without fields in a JSON file", field => ConfigurationLoads.Layers(field.Document("{}"))),
    ];

    // All fields in one case: one each would be thousands.
    private static IEnumerable<TestCaseData> Shapes() => EmptyLists.Select(shape => new TestCaseData(shape.Build).SetArgDisplayNames(shape.Name));

    private static IEnumerable<ConfigField> EveryField() => ConfigField.All.Where(field => field.Place is not (ConfigPlace.Note or ConfigPlace.Off));

    [TestCaseSource(nameof(Shapes))]
    public void List_ThatIsEmpty_IsEmptyOrRefused_InEveryShape(Func<ConfigField, IConfiguration> build) => Assert.Multiple(() =>
    {
        foreach (var field in ConfigField.All.Where(field => field.IsList))
        {
            var load = Load(build(field));

            Assert.That(
                load.Outcome == LoadOutcome.Unavailable || HasProblem(load, field) || IsEmptyList(load, field),
                Is.True,
                () => $"{field.Path}: {Told(load)}");
        }
    });

    // Whatever it is: with nothing to read, the document is refused, and the message says where and who.
    [Test]
    public void Field_ThatIsThereWithoutAnything_IsRefused() => Assert.Multiple(() =>
    {
        foreach (var field in EveryField())
        {
            var load = Load(Of(new EmptyLost { Data = { [field.Key] = "", ["GrayFlags:Off:0"] = "z" } }));

            Assert.That(load.Outcome, Is.EqualTo(LoadOutcome.Invalid), field.Path);
            Assert.That(
                load.Problems.Any(problem => problem.Path == field.Path && problem.Message == ConfigText.UnreadableKey(typeof(EmptyLost))),
                Is.True,
                () => $"{field.Path}: {Told(load)}");
            Assert.That(load.Problems.Select(problem => problem.Path), Is.Unique, field.Path);
            Assert.That(load.Off, Is.EqualTo(new[] { "z" }), field.Path);
        }
    });

    [Test]
    public void Notes_ThatCannotBeRead_AreNoMatter()
    {
        foreach (var field in ConfigField.All.Where(field => field.Place == ConfigPlace.Note))
        {
            Assert.That(Load(Of(new EmptyLost { Data = { [field.Key] = "", ["GrayFlags:Flags:a"] = "true" } })).Problems, Is.Empty, field.Path);
        }
    }

    [Test]
    public void Off_ThatCannotBeRead_IsRefused_AndTheOtherLayersAreObeyed()
    {
        var root =
            new ConfigurationBuilder().Section("""{ "off": ["a"], "flags": { "a": true } }""").Add(new EmptyLost { Data = { ["GrayFlags:Off"] = "" } }).Build();
        var load = root.Provider().Load();

        Assert.That(load.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "off" }));
        Assert.That(load.Off, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Off_BesideALayerThatThrows_IsObeyed([Values] bool isBelow)
    {
        var builder = new ConfigurationBuilder();
        var broken = new Throwing { Data = { ["GrayFlags:Flags:a"] = "" } };
        var load = (isBelow ? builder.Add(broken).Keys(("Off", "a")) : builder.Keys(("Off", "a")).Add(broken)).Build().Provider().Load();

        Assert.That((load.Outcome, load.Reason), Is.EqualTo((LoadOutcome.Unavailable, "the configuration could not be read: InvalidOperationException")));
        Assert.That(load.Off, Is.EqualTo(new[] { "a" }));
    }

    // What a layer above has replaced is refused as well: half of it may be below.
    [Test]
    public void Condition_ThatCannotBeRead_BelowOneThatCan_IsRefused()
    {
        var root = new ConfigurationBuilder()
            .Add(new EmptyLost { Data = { ["GrayFlags:Flags:a:Rules:r:Window"] = "" } })
            .Section("""{ "flags": { "a": { "rules": { "r": { "window": { "end": "2027-01-01T00:00:00Z" } } } } } }""").Build();

        Assert.That(root.Provider().Load().Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "flags.a.rules.r.window" }));
    }

    // A null above a list leaves the list, as it leaves everything.
    [Test]
    public void Null_AboveAList_LeavesIt() =>
        Assert.That(
            ConfigurationLoads.Layers(
                """{ "flags": { "a": { "rules": { "r": { "users": ["x"] } } } } }""",
                """{ "flags": { "a": { "rules": { "r": { "users": null } } } } }""").Document().Rule("a", "r").Users,
            Is.EqualTo(new[] { "x" }));

    // The tables above would say nothing of a field that the walk does not find.
    [Test]
    public void Walk_FindsEveryField()
    {
        var walked = ConfigField.All.Select(field => field.Keys[^1]).Append("fallbacks").ToHashSet(StringComparer.Ordinal);
        string[] ofPlainValues =
        [
            nameof(Fields.RampPoint), nameof(Fields.RolloutRamp), nameof(Fields.Tolerance), nameof(Fields.Evidence), nameof(Fields.Health),
            nameof(Fields.Rollback), nameof(Fields.Feedback),
            nameof(Fields.Removal),
        ];
        var sets = typeof(Fields).GetFields().Where(field => !ofPlainValues.Contains(field.Name)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(sets, Has.Count.GreaterThan(15));
            foreach (var set in sets)
            {
                Assert.That(((FieldSet)set.GetValue(null)!).Names, Is.SubsetOf(walked), set.Name);
            }

            Assert.That(ConfigField.All.Count(field => field.IsList), Is.GreaterThan(60));
        });
    }

    // A list among the conditions that nobody has told the walk of is read as a single value, and an empty one is lost.
    [Test]
    public void Conditions_AllHaveAPlace()
    {
        var notConditions = new[] { "description", "metadata", "enabled", "priority", "serve" };
        var plain = ConfigField.All.Where(field => field.Place == ConfigPlace.Any
            && field.Keys.Count > 1
            && field.Keys[^2] == "n"
            && field.Keys.Count >= 4
            && field.Keys[^3] is "rules"
            && !notConditions.Contains(field.Keys[^1]));

        Assert.That(plain, Is.Empty);
    }

    private static IConfigurationRoot Layers(ConfigField field) => ConfigurationLoads.Layers(field.Document("[]"));

    private static IConfigurationRoot Chained(IConfiguration inner) => new ConfigurationBuilder().AddConfiguration(inner).Build();

    private static IConfigurationRoot Of(IConfigurationSource source) => new ConfigurationBuilder().Add(source).Build();

    private static LoadResult Load(IConfiguration configuration) =>
        (configuration is IConfigurationRoot root ? root.Provider() : configuration.BareProvider()).Load();

    private static bool HasProblem(LoadResult load, ConfigField field) =>
        load.Problems.Concat(load.Document is { } document ? RuleSetCompiler.Compile(document, [], new(), "").Problems : [])
            .Any(problem => problem.Path.StartsWith(field.Path, StringComparison.OrdinalIgnoreCase));

    private static bool IsEmptyList(LoadResult load, ConfigField field)
    {
        if (load.Document is not { } document)
        {
            // A kill switch without names has nothing to say, and alone it is no document.
            return field.Place == ConfigPlace.Off && load.Outcome == LoadOutcome.Empty;
        }

        var expected = FlagDocument.Parse(field.Document("[]"));
        return DeepEqual.FirstDifference(expected, document) is null;
    }

    private static string Told(LoadResult load) => $"{load.Outcome} {load.Reason}\n{string.Join('\n', load.Problems)}\n{load.Document?.ToJson()}";
}
