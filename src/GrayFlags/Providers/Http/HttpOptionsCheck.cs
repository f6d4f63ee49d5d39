using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Providers.Http;

/// <summary>Lists the problems of the options. Names an option, never the value of a secret one.</summary>
internal static class HttpOptionsCheck
{
    private const double MaxJitter = 0.9;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastBackoff = TimeSpan.FromMilliseconds(100);

    /// <exception cref="ArgumentException">There are problems; the message lists all of them.</exception>
    public static void ThrowIfInvalid(HttpRuleProviderOptions options)
    {
        if (Problems(options) is { Count: > 0 } problems)
        {
            throw new ArgumentException(Message(options, problems), nameof(options));
        }
    }

    /// <summary>The problems in one text, with the address where that shows no secret.</summary>
    public static string Message(HttpRuleProviderOptions options, IReadOnlyList<string> problems)
    {
        var address = options.Uri is { IsAbsoluteUri: true } uri ? $" '{HttpAddressCheck.Show(uri)}'" : "";
        return $"The options of the HTTP provider{address} are not valid. {string.Join("; ", problems)}.";
    }

    public static IReadOnlyList<string> Problems(HttpRuleProviderOptions options)
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

        if (DocumentLimitsCheck.Problem(options.Limits) is { } problem)
        {
            errors.Add($"{nameof(options.Limits)}: {problem}");
        }

        HttpHeaderCheck.Check(nameof(options.Headers), options.Headers, errors);
        SignatureKeyReader.Check(nameof(options.SignatureKeys), options.SignatureKeys, errors);
        return errors;
    }

    private static void CheckRange(string option, TimeSpan value, TimeSpan min, TimeSpan max, List<string> errors)
    {
        if (value < min || value > max)
        {
            errors.Add($"{option}: {value:c} is not from {min:c} to {max:c}");
        }
    }
}
