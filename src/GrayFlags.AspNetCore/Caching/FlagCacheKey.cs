using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>The flags by which the response to a request is stored, and what they were when it was looked for.</summary>
internal sealed class FlagCacheKey
{
    public const string Name = "GrayFlags";

    // Several policies may name some each. No two names have one answer: they are escaped.
    private readonly Dictionary<string, string> _answers = new(StringComparer.OrdinalIgnoreCase);

    public static FlagCacheKey Of(HttpContext http)
    {
        if (http.Features.Get<FlagCacheKey>() is not { } key)
        {
            http.Features.Set(key = new FlagCacheKey());
        }

        return key;
    }

    /// <summary>Adds flags, and returns the whole key.</summary>
    public string Add(HttpContext http, RequestFlags flags, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _answers[name] = Answer(http, flags, name);
        }

        return string.Join('&', _answers.Select(answer => $"{Uri.EscapeDataString(answer.Key)}={answer.Value}"));
    }

    /// <summary>True when they are the same now: somebody may have signed in since, and then the response is another one's.</summary>
    public bool IsStillThatOf(HttpContext http, RequestFlags flags) =>
        _answers.Count > 0 && _answers.All(answer => string.Equals(answer.Value, Answer(http, flags, answer.Key), StringComparison.Ordinal));

    private static string Answer(HttpContext http, RequestFlags flags, string name)
    {
        var decision = flags.Evaluate(http, name);
        return decision.Enabled ? "1" + Uri.EscapeDataString(decision.Variant ?? "") : "0" + Uri.EscapeDataString(decision.Variant ?? "");
    }
}
