using System.Globalization;

namespace GrayFlags.Providers.Http;

/// <summary>Lists what is wrong with the options. Names an option, never what a secret one holds.</summary>
internal static class HttpOptionsCheck
{
    private const double MaxJitter = 0.9;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastBackoff = TimeSpan.FromMilliseconds(100);

    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public static void ThrowIfInvalid(HttpRuleProviderOptions options)
    {
        var errors = new List<string>();
        HttpAddressCheck.Check(nameof(options.Uri), options.Uri, options.AllowPlainHttp, errors);
        if (options.StreamUri is not null)
        {
            HttpAddressCheck.Check(nameof(options.StreamUri), options.StreamUri, options.AllowPlainHttp, errors);
        }

        CheckRange(nameof(options.PollInterval), options.PollInterval, Second, Day, errors);
        CheckRange(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(1), MaxTimeout, errors);
        CheckRange(nameof(options.BackoffMin), options.BackoffMin, LeastBackoff, Day, errors);
        CheckRange(nameof(options.BackoffMax), options.BackoffMax, options.BackoffMin, Day, errors);
        CheckRange(nameof(options.HeartbeatTimeout), options.HeartbeatTimeout, Second, Hour, errors);
        if (!(options.Jitter is >= 0 and <= MaxJitter))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Jitter)}: {options.Jitter} is not from 0 to {MaxJitter}"));
        }

        if (options.Limits is not { MaxBytes: > 0, MaxDepth: > 0, MaxFlags: > 0, MaxSegments: > 0, MaxListEntries: > 0, MaxTextLength: > 0 })
        {
            errors.Add($"{nameof(options.Limits)}: every limit must be above 0");
        }

        HttpHeaderCheck.Check(nameof(options.Headers), options.Headers, errors);
        SignatureKeyReader.Check(nameof(options.SignatureKeys), options.SignatureKeys, errors);
        if (errors.Count > 0)
        {
            throw new ArgumentException($"The options of the HTTP provider are not good. {string.Join("; ", errors)}.", nameof(options));
        }
    }

    private static void CheckRange(string option, TimeSpan value, TimeSpan min, TimeSpan max, List<string> errors)
    {
        if (value < min || value > max)
        {
            errors.Add($"{option}: {value:c} is not from {min:c} to {max:c}");
        }
    }
}
