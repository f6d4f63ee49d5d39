using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>The framework's own providers, whose behaviour is known.</summary>
internal static class FrameworkProvider
{
    private const string Core = "Microsoft.Extensions.Configuration";
    private const string Json = Core + ".Json";

    /// <summary>
    /// True when the provider keeps its data where <see cref="ConfigurationProvider"/> does, replaces it whole at a reload, and answers from nowhere else.
    /// </summary>
    public static bool IsKnown(IConfigurationProvider provider) =>
        provider is ConfigurationProvider
        && provider.GetType().Assembly.GetName().Name is Core or Json or Core
            + ".CommandLine" or Core + ".EnvironmentVariables" or Core + ".Ini" or Core + ".KeyPerFile" or Core + ".Xml";

    /// <summary>True when the provider's own way to list keys is that of <see cref="ConfigurationProvider"/>, wherever its values come from.</summary>
    public static bool IsOfTheFamily(IConfigurationProvider provider) =>
        provider is ConfigurationProvider && provider.GetType().Assembly.GetName().Name?.StartsWith(Core, StringComparison.Ordinal) == true;

    // Observed: up to version 9 a JSON file's [] and {} both arrive as null and null as "". From 10 on, [] arrives as "", {} and null as null.
    // A program on an older shared framework still runs the older reader, and there an empty list of users must not turn into no condition.
    // Readers of other makers do as either; the rest of the framework's knows no null but one that a program has set.
    public static NullMeaning NullMeaningOf(IConfigurationProvider provider) => provider.GetType().Assembly.GetName() switch
    {
        { Name: Json, Version.Major: < 10 } => NullMeaning.EmptyList,
        _ => IsKnown(provider) ? NullMeaning.Null : NullMeaning.Unknown,
    };
}
