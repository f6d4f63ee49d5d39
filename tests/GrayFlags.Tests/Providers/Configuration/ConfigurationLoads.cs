using System.Text;
using GrayFlags.Documents;
using GrayFlags.Providers.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>Short words for tests that read rules from configuration.</summary>
internal static class ConfigurationLoads
{
    /// <summary>Adds a JSON file as a layer.</summary>
    public static IConfigurationBuilder Json(this IConfigurationBuilder builder, string json) =>
        builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    /// <summary>Adds a JSON file whose section GrayFlags is the given text.</summary>
    public static IConfigurationBuilder Section(this IConfigurationBuilder builder, string json) => builder.Json($$"""{ "GrayFlags": {{json}} }""");

    /// <summary>Adds single keys below the section GrayFlags.</summary>
    public static IConfigurationBuilder Keys(this IConfigurationBuilder builder, params (string Key, string? Value)[] keys) =>
        builder.AddInMemoryCollection(keys.Select(key => KeyValuePair.Create("GrayFlags:" + key.Key, key.Value)));

    /// <summary>A root of JSON files, each of which holds a section GrayFlags.</summary>
    public static IConfigurationRoot Layers(params string[] sections)
    {
        var builder = new ConfigurationBuilder();
        foreach (var section in sections)
        {
            builder.Section(section);
        }

        return builder.Build();
    }

    public static ConfigurationRuleProvider Provider(this IConfigurationRoot root, bool allowEmpty = false) =>
        ConfigurationRuleProvider.Create(root.GetSection("GrayFlags"), root, allowEmpty, DocumentLimits.Default, NullLogger.Instance);

    /// <summary>A section whose layers nobody can tell apart.</summary>
    public static OpaqueSection Opaque(this IConfigurationRoot root) => new(root.GetSection("GrayFlags"));

    public static ConfigurationRuleProvider BareProvider(this IConfiguration configuration) =>
        ConfigurationRuleProvider.Create(configuration, null, false, DocumentLimits.Default, NullLogger.Instance);

    public static LoadResult Load(this IRuleProvider provider)
    {
        var load = provider.LoadAsync(CancellationToken.None).AsTask();
        Assert.That(load.IsCompletedSuccessfully, Is.True, "a load of configuration is complete when it returns");
        return load.Result;
    }

    public static FlagDocument Document(this LoadResult load)
    {
        Assert.That(load.Document, Is.Not.Null, () => load.Reason + string.Join('\n', load.Problems));
        return load.Document!;
    }

    public static FlagDocument Document(this IConfigurationRoot root) => root.Provider().Load().Document();

    public static RuleDefinition Rule(this FlagDocument document, string flag, string rule) => document.Flags[flag].Rules![rule];

    public static string[] Problems(this IConfigurationRoot root) => [.. root.Provider().Load().Problems.Select(problem => problem.ToString())];
}
