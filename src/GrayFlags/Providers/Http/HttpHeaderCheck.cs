namespace GrayFlags.Providers.Http;

/// <summary>The check of the headers that an app sets.</summary>
internal static class HttpHeaderCheck
{
    // The provider decides these by what it has applied and what it can read.
    private static readonly string[] Own = ["If-None-Match", "If-Modified-Since", "Accept-Encoding", "Range", "If-Range"];

    public static void Check(string option, IDictionary<string, string>? headers, List<string> errors)
    {
        if (headers is null)
        {
            errors.Add($"{option}: may be empty, not null");
            return;
        }

        foreach (var (name, value) in headers)
        {
            if (Own.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add($"{option}: {name} is set by the provider");
            }
            else if (!IsName(name))
            {
                errors.Add($"{option}: a name is empty, or is not that of a request header");
            }
            else if (value is null || value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
            {
                errors.Add($"{option}: the value of {name} holds more than printable ASCII");
            }
        }
    }

    private static bool IsName(string name)
    {
        using var request = new HttpRequestMessage();
        return !string.IsNullOrWhiteSpace(name) && request.Headers.TryAddWithoutValidation(name, "");
    }
}
