namespace GrayFlags.Providers.Http;

/// <summary>The check of addresses.</summary>
internal static class HttpAddressCheck
{
    private const string Instead = $"use {nameof(HttpRuleProviderOptions.Headers)} or {nameof(HttpRuleProviderOptions.ConfigureRequest)}";

    // An address ends up in logs of proxies and servers, out of our reach: what these names hold belongs into a header.
    private static readonly string[] Secrets =
    [
        "token", "access_token", "auth_token", "id_token", "key", "api_key", "apikey", "api-key", "access_key", "secret", "client_secret",
        "password", "passwd", "pwd", "sig", "signature", "auth", "x-amz-signature", "x-goog-signature",
    ];

    public static void Check(string option, Uri? uri, bool allowPlainHttp, List<string> errors)
    {
        if (uri is null || !uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            errors.Add($"{option}: an absolute http or https address is required");
            return;
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback && !allowPlainHttp)
        {
            errors.Add($"{option}: http is for this machine only; use https, or set {nameof(HttpRuleProviderOptions.AllowPlainHttp)}");
        }

        if (uri.UserInfo.Length > 0)
        {
            errors.Add($"{option}: an address may not contain a user or password; {Instead}");
        }

        if (HasSecret(uri.Query))
        {
            errors.Add($"{option}: the query of an address may not contain a token; {Instead}");
        }
    }

    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address as people may see it: without a query, which may hold what we do not know to be a secret.</summary>
    public static string Show(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static bool HasSecret(string query)
    {
        foreach (var parameter in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(end < 0 ? parameter : parameter[..end]);
            if (Secrets.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
