using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The place of a JSON file with flags, and the time within which a change of it is noticed.</summary>
/// <remarks>With <c>AddJsonFile</c> they are named options; the name is the path as given there.</remarks>
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

    /// <summary>The time between two reads that look for changed content, whatever the watcher reports. Default: 5 s; from 100 ms to a day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time that a file is given to settle: from the watcher's last event to the read, and from bad content to the report of it. Default: 200 ms; from zero
    /// to a minute.
    /// </summary>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>True to let events of the file system bring a poll forward. False: polling only, for file systems without events. Default: true.</summary>
    public bool UseWatcher { get; set; } = true;

    /// <summary>
    /// The limits of a document; at most <see cref="DocumentLimits.MaxBytes"/> and one byte are ever read. Default: those of <see cref="GrayFlagsOptions"/>
    /// with
    /// <c>AddJsonFile</c>, else <see cref="DocumentLimits.Default"/>.
    /// </summary>
    public DocumentLimits Limits { get; set; } = new();

    /// <summary>The format of the document, where it is one of another system. Default: null, a document of this library.</summary>
    public IRuleFormat? Format { get; set; }
}
