using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>The flags in a response's cache key, with their answers at lookup.</summary>
internal sealed class FlagCacheKey
{
    public const string Name = "GrayFlags";

    // Several policies may each name some. Names are escaped, so no two share a key.
    private readonly Dictionary<string, string> _answers = new(StringComparer.OrdinalIgnoreCase);

    public static FlagCacheKey Of(HttpContext http)
    {
        if (http.Features.Get<FlagCacheKey>() is not { } key)
        {
            http.Features.Set(key = new FlagCacheKey());
        }

        return key;
    }

    /// <summary>Adds flags and returns the whole key.</summary>
    public string Add(HttpContext http, RequestFlags flags, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _answers[name] = Answer(http, flags, name);
        }

        return string.Join('&', _answers.Select(answer => $"{Uri.EscapeDataString(answer.Key)}={answer.Value}"));
    }

    /// <summary>True when the answers are still the same: after a sign-in, the response belongs to another user.</summary>
    public bool IsStillThatOf(HttpContext http, RequestFlags flags) =>
        _answers.Count > 0 && _answers.All(answer => string.Equals(answer.Value, Answer(http, flags, answer.Key), StringComparison.Ordinal));

    private static string Answer(HttpContext http, RequestFlags flags, string name)
    {
        var decision = flags.Evaluate(http, name);
        return decision.Enabled ? "1" + Uri.EscapeDataString(decision.Variant ?? "") : "0" + Uri.EscapeDataString(decision.Variant ?? "");
    }
}
