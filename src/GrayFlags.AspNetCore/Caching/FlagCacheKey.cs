using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>The flags in a response's cache key, with their answers at lookup.</summary>
internal sealed class FlagCacheKey
{
    public const string Name = "GrayFlags";

    // Several policies may each name some. Names are escaped, so no two share a key.
    private readonly Dictionary<string, string> _answers = new(StringComparer.OrdinalIgnoreCase);

    private long _generation;

    public static FlagCacheKey Of(HttpContext http)
    {
        if (http.Features.Get<FlagCacheKey>() is not { } key)
        {
            http.Features.Set(key = new FlagCacheKey { _generation = GenerationOf(http) });
        }

        return key;
    }

    /// <summary>Adds flags and returns the whole key.</summary>
    public string Add(HttpContext http, RequestFlags flags, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _answers[name] = Answer(flags.Evaluate(http, name));
        }

        return string.Join('&', _answers.Select(answer => $"{Uri.EscapeDataString(answer.Key)}={answer.Value}"));
    }

    /// <summary>
    /// True when the response depends on these flags alone, and they are the same now: somebody may have signed
    /// in since, rules may have come, or a gate that is not among them may have chosen the endpoint.
    /// </summary>
    public bool IsStillThatOf(HttpContext http, GrayRequest request, RequestFlags flags) =>
        _answers.Count > 0
            && !request.IsMixed
            && _generation == GenerationOf(http)
            && request.Gates.All(_answers.ContainsKey)
            && _answers.All(answer => IsStill(http, flags, answer.Key, answer.Value));

    // By the rules that the request has pinned, and by those that serve: a handler may ask by either.
    private static bool IsStill(HttpContext http, RequestFlags flags, string name, string answer) =>
        string.Equals(answer, Answer(flags.Evaluate(http, name)), StringComparison.Ordinal)
        && string.Equals(answer, Answer(flags.EvaluateNow(http, name)), StringComparison.Ordinal);

    // Rules that came and went again while the request ran have answered somebody.
    private static long GenerationOf(HttpContext http) => http.RequestServices.GetRequiredService<IGrayFlagsMonitor>().Status.Generation;

    private static string Answer(GrayDecision decision)
    {
        return decision.Enabled ? "1" + Uri.EscapeDataString(decision.Variant ?? "") : "0" + Uri.EscapeDataString(decision.Variant ?? "");
    }
}
