using GrayFlags.Documents;

namespace GrayFlags.Providers.Files;

/// <summary>Lists the problems of the options of a JSON file; each names its option.</summary>
internal static class JsonFileOptionsCheck
{
    public static IReadOnlyList<string> Problems(JsonFileRuleProviderOptions options)
    {
        var problems = new List<string>();
        if (!IsFullPath(options.Path))
        {
            problems.Add(FileText.BadPath(options.Path));
        }

        if (options.PollInterval < JsonFileRuleProviderOptions.MinPollInterval || options.PollInterval > JsonFileRuleProviderOptions.MaxPollInterval)
        {
            problems.Add(FileText.BadPollInterval(options.PollInterval));
        }

        if (options.Debounce < TimeSpan.Zero || options.Debounce > JsonFileRuleProviderOptions.MaxDebounce)
        {
            problems.Add(FileText.BadDebounce(options.Debounce));
        }

        if (DocumentLimitsCheck.Problem(options.Limits) is { } problem)
        {
            problems.Add($"{nameof(options.Limits)}: {problem}");
        }

        return problems;
    }

    private static bool IsFullPath(string? path) =>
        path is not null && !path.Contains('\0', StringComparison.Ordinal) && Path.IsPathFullyQualified(path) && Path.GetFileName(path).Length > 0;
}
