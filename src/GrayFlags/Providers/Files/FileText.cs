using System.Globalization;

namespace GrayFlags.Providers.Files;

/// <summary>Every sentence about a file. The path stands beside them already, as the provider's name.</summary>
internal static class FileText
{
    public const string Missing = "the file does not exist";

    public const string Directory = "it is a directory, not a file";

    public const string Empty = "the file is empty, or not a regular file";

    public const string Denied = "there is no permission to read the file";

    public const string Loop = "its symbolic links go round in a circle";

    public const string NoMemory = "there is not enough memory to read the file";

    public static string Failed(string message) => $"the file cannot be read: {message}";

    public static string BadPath(string? path) => $"Path: '{path}' is not the full path of a file";

    public static string BadPollInterval(TimeSpan interval) =>
        Invariant($"PollInterval: {interval} is not between {JsonFileRuleProviderOptions.MinPollInterval} and {JsonFileRuleProviderOptions.MaxPollInterval}");

    public static string BadDebounce(TimeSpan debounce) =>
        Invariant($"Debounce: {debounce} is not between {TimeSpan.Zero} and {JsonFileRuleProviderOptions.MaxDebounce}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
