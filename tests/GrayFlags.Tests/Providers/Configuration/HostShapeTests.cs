using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation.Reference;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A document means the same wherever a host may keep it: the file is the reference.</summary>
[Fault("R3")]
internal sealed class HostShapeTests
{
    // Texts only, no nulls and names that every source can write: what XML, INI, arguments and variables have in common.
    private const string Everyday = """
        {
          "off": ["dead", "gone"],
          "segments": { "staff": { "users": ["u-1", "u-2"] }, "nobody": { "users": [] } },
          "flags": {
            "banner": true,
            "checkout": {
              "owner": "ops",
              "default": false,
              "variants": { "blue": { "weight": 33.3, "value": { "bold": true, "name": "x", "size": 12 } } },
              "rules": {
                "asia": { "regions": ["CN", "SG"], "percentage": 12.5, "when": { "plan": ["pro", "team"], "orders": { "gte": 100 } },
                    "except": { "segments": ["staff"] } },
                "blocked": { "users": ["u-9"], "serve": false, "priority": -1 },
                "empty": { "environments": [] }
              }
            },
            "slow": { "rollout": { "stages": [{ "name": "one", "percentage": 1, "regions": ["SE"] }, { "name": "all", "percentage": 100 }],
                "guards": { "errors": { "metric": "error" } } } }
          }
        }
        """;

    private static readonly (string Name, Func<string, IConfiguration> Build)[] OfAnyDocument =
    [
        ("layer", json => ConfigurationLoads.Layers(json)),
        ("file on disk", OnDisk),
        ("chained", json => Chained(ConfigurationLoads.Layers(json))),
        ("chained three times", json => Chained(Chained(Chained(ConfigurationLoads.Layers(json))))),
        (
            "chained twice",
            json => new ConfigurationBuilder().AddConfiguration(ConfigurationLoads.Layers(json)).AddConfiguration(ConfigurationLoads.Layers(json)).Build()),
        ("chained section", json => Chained(Nested(json).GetSection("Outer:Inner"))),
        ("chained section of a chained section", json => Chained(Chained(Nested(json).GetSection("outer")).GetSection("inner"))),
        ("section without its root", json => Nested(json).GetSection("Outer").GetSection("Inner").GetSection("GrayFlags")),
        ("manager", json => Manager(manager => manager.Section(json))),
        ("manager in a manager", json => Manager(manager => manager.AddConfiguration(Manager(inner => inner.Section(json))))),
        ("memory", json => new ConfigurationBuilder().AddInMemoryCollection(Leaves(json)).Build()),
        (
            "between empty layers",
            json => new ConfigurationBuilder().AddInMemoryCollection().AddConfiguration(ConfigurationLoads.Layers(json)).AddInMemoryCollection().Build()),
    ];

    private static readonly (string Name, Func<string, IConfiguration> Build)[] OfPlainDocuments =
    [
        ("command line", json => new ConfigurationBuilder().AddCommandLine([.. Leaves(json).Select(leaf => $"--{leaf.Key}={leaf.Value}")]).Build()),
        ("variables", OfVariables),
        ("key per file", KeyPerFile),
        ("ini", json => new ConfigurationBuilder().AddIniStream(Stream(string.Join('\n', Leaves(json).Select(leaf => $"{leaf.Key}={leaf.Value}")))).Build()),
        ("xml", json => new ConfigurationBuilder().AddXmlStream(Stream(Xml(json))).AddInMemoryCollection(Leaves(json).Where(leaf => leaf.Value is "")).Build()),
        ("user secrets below the host", json =>
            Host.CreateDefaultBuilder().ConfigureHostConfiguration(configuration => configuration.Section(json))
                .Build().Services.GetRequiredService<IConfiguration>()),
        ("host builder", json =>
            new HostBuilder().ConfigureHostConfiguration(configuration => configuration.Section(json)).Build().Services.GetRequiredService<IConfiguration>()),
        ("application of a host builder", json =>
            new HostBuilder().ConfigureAppConfiguration(configuration => configuration.Section(json)).Build().Services.GetRequiredService<IConfiguration>()),
        ("host application builder", json =>
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Configuration.Section(json);
            return builder.Build().Services.GetRequiredService<IConfiguration>();
        }),
        ("web application builder", json =>
        {
            var builder = WebApplication.CreateBuilder();
            builder.Configuration.Section(json);
            return builder.Build().Configuration;
        }),
#pragma warning disable ASP0013 // Apps do so, whatever is suggested.
        ("host of a web application builder", json =>
        {
            var builder = WebApplication.CreateBuilder();
            builder.Host.ConfigureHostConfiguration(configuration => configuration.Section(json));
            return builder.Build().Services.GetRequiredService<IConfiguration>();
        }),
        ("application of a web application's host", json =>
        {
            var builder = WebApplication.CreateBuilder();
            builder.Host.ConfigureAppConfiguration(configuration => configuration.Section(json));
            return builder.Build().Services.GetRequiredService<IConfiguration>();
        }),
#pragma warning restore ASP0013
    ];

    private static IEnumerable<TestCaseData> Shapes() =>
        OfAnyDocument.Concat(OfPlainDocuments).Select(shape => new TestCaseData(shape.Build).SetArgDisplayNames(shape.Name));

    private static IEnumerable<TestCaseData> ShapesOfAnyDocument() =>
        OfAnyDocument.Select(shape => new TestCaseData(shape.Build).SetArgDisplayNames(shape.Name));

    [TestCaseSource(nameof(Shapes))]
    public void EverydayDocument_IsThatOfAFile(Func<string, IConfiguration> build)
    {
        var load = Load(build(Everyday));

        Assert.That(DeepEqual.FirstDifference(FlagDocument.Parse(Everyday), load.Document()), Is.Null);
        Assert.That(load.Warnings, Is.Empty);
    }

    [TestCaseSource(nameof(ShapesOfAnyDocument))]
    public void DocumentAtRandom_IsThatOfAFile(Func<string, IConfiguration> build)
    {
        var random = new RandomScenario(20261128);
        for (var index = 0; index < 40; index++)
        {
            // An empty rule is refused in configuration, which cannot tell it from null.
            var json = random.NextDocument()
                .ToJson()
                .Replace("{},", """{ "serve": true },""", StringComparison.Ordinal)
                .Replace("{}\n", """{ "serve": true }""" + "\n", StringComparison.Ordinal);
            if (FlagDocument.Read(Encoding.UTF8.GetBytes(json)).Document is not { } expected)
            {
                continue;
            }

            Assert.That(DeepEqual.FirstDifference(expected, Load(build(json)).Document()), Is.Null, $"document {index}\n{json}");
        }
    }

    // Two layers, wherever they are: the upper replaces lists whole, and adds to the kill switch.
    [TestCaseSource(nameof(ShapesOfAnyDocument))]
    public void LayerAbove_ReplacesLists_AndAddsToTheKillSwitch(Func<string, IConfiguration> build)
    {
        if (build(Everyday) is not IConfigurationRoot lower)
        {
            Assert.Pass("A section alone takes no layer.");
            return;
        }

        var document = new ConfigurationBuilder()
            .AddConfiguration(lower)
            .Section("""{ "OFF": ["more"], "Segments": { "STAFF": { "Users": ["u-3"] } } }""")
            .Build()
            .Document();

        Assert.That(document.Off, Is.EqualTo(new[] { "dead", "gone", "more" }));
        Assert.That(document.Segments["staff"].Users, Is.EqualTo(new[] { "u-3" }));
    }

    private static LoadResult Load(IConfiguration configuration) =>
        (configuration is IConfigurationRoot root ? root.Provider() : configuration.BareProvider()).Load();

    private static IConfigurationRoot Chained(IConfiguration inner) => new ConfigurationBuilder().AddConfiguration(inner).Build();

    private static IConfigurationRoot Nested(string json) =>
        new ConfigurationBuilder().Json($$"""{ "Outer": { "Inner": { "GrayFlags": {{json}} } } }""").Build();

    private static ConfigurationManager Manager(Action<ConfigurationManager> fill)
    {
        var manager = new ConfigurationManager();
        fill(manager);
        return manager;
    }

    private static IConfigurationRoot OnDisk(string json)
    {
        using var folder = new TempFolder();
        return new ConfigurationBuilder().AddJsonFile(folder.Write("appsettings.json", $$"""{ "GrayFlags": {{json}} }""")).Build();
    }

    private static IConfigurationRoot OfVariables(string json)
    {
        foreach (var (key, value) in Leaves(json))
        {
            Environment.SetEnvironmentVariable("GFT8_" + key.Replace(":", "__", StringComparison.Ordinal), value);
        }

        var builder = new ConfigurationBuilder().AddEnvironmentVariables("GFT8_");
#if !NET9_0_OR_GREATER
        // A process could not give itself an empty variable.
        builder.AddInMemoryCollection(Leaves(json).Where(leaf => leaf.Value is ""));
#endif
        return builder.Build();
    }

    private static IConfigurationRoot KeyPerFile(string json)
    {
        using var folder = new TempFolder();
        foreach (var (key, value) in Leaves(json))
        {
            folder.Write(key.Replace(":", "__", StringComparison.Ordinal), value + "\n");
        }

        return new ConfigurationBuilder().AddKeyPerFile(folder.Path).Build();
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    // Of an element that is empty, XML's reader keeps nothing at all: README says so, and the test lays those beside it.
    private static string Xml(string json) => "<root>" + Elements(ConfigurationLoads.Layers(json).GetChildren()) + "</root>";

    // A list is an element that is repeated.
    private static string Elements(IEnumerable<IConfigurationSection> sections) => string.Concat(sections.Select(section =>
        char.IsAsciiDigit(section.GetChildren().FirstOrDefault()?.Key[0] ?? 'x')
            ? string.Concat(section.GetChildren().Select(entry => $"<{section.Key}>{Content(entry)}</{section.Key}>"))
            : $"<{section.Key}>{Content(section)}</{section.Key}>"));

    private static string Content(IConfigurationSection section) => section.Value ?? Elements(section.GetChildren());

    private static IEnumerable<KeyValuePair<string, string?>> Leaves(string json)
    {
        var root = ConfigurationLoads.Layers(json);
        var leaves = root.AsEnumerable().Where(pair => !root.GetSection(pair.Key).GetChildren().Any());
#if NET10_0_OR_GREATER
        return leaves;
#else
        // An empty list, for which other sources have an empty text.
        return leaves.Select(leaf => KeyValuePair.Create<string, string?>(leaf.Key, leaf.Value ?? ""));
#endif
    }
}
