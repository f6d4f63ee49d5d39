using GrayFlags.Documents;
using GrayFlags.Providers.Files;

namespace GrayFlags.Providers;

/// <summary>Where a JSON file with flags is, and how soon a change of it is noticed.</summary>
public sealed class JsonFileRuleProviderOptions
{
    /// <summary>The shortest <see cref="PollInterval"/>: 100 ms.</summary>
    public static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <see cref="PollInterval"/>: a day.</summary>
    public static readonly TimeSpan MaxPollInterval = TimeSpan.FromDays(1);

    /// <summary>The longest <see cref="Debounce"/>: a minute.</summary>
    public static readonly TimeSpan MaxDebounce = TimeSpan.FromMinutes(1);

    /// <summary>The full path of the file. Neither the file nor its directory need exist yet. Links are followed at each read.</summary>
    public string Path { get; set; } = "";

    /// <summary>How often the file is read to see whether its content changed, whatever the watcher says. Default: 5 s; from 100 ms to a day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a file is given to settle: from the watcher's last event to the read, and from bad content to the report of it. Default: 200 ms; from zero to a minute.</summary>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether events of the file system make a poll come sooner. False: polling only, for file systems without events. Default: true.</summary>
    public bool UseWatcher { get; set; } = true;

    /// <summary>What a document may at most hold. No more than <see cref="DocumentLimits.MaxBytes"/> and one byte are ever read.</summary>
    public DocumentLimits Limits { get; set; } = DocumentLimits.Default;

    /// <summary>What is wrong with the options, in one sentence that names the option; null: nothing.</summary>
    internal string? Problem()
    {
        if (Path is null || Path.Contains('\0', StringComparison.Ordinal) || !System.IO.Path.IsPathFullyQualified(Path) || System.IO.Path.GetFileName(Path).Length == 0)
        {
            return FileText.BadPath(Path);
        }

        if (PollInterval < MinPollInterval || PollInterval > MaxPollInterval)
        {
            return FileText.BadPollInterval(PollInterval);
        }

        if (Debounce < TimeSpan.Zero || Debounce > MaxDebounce)
        {
            return FileText.BadDebounce(Debounce);
        }

        return Limits is { MaxBytes: > 0, MaxDepth: > 0, MaxFlags: > 0, MaxSegments: > 0, MaxListEntries: > 0, MaxTextLength: > 0 } ? null : FileText.BadLimits;
    }
}
