using System.Text.Json;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>
/// What the OpenAPI description of OFREP 0.3.0 demands of answers, read by hand. It is not taken literally in two points, in which it contradicts the
/// protocol's own texts: by "exactly one" of its kinds of values no value at all would be good, since the kind without one fits everything; and the reason
/// DEFAULT, which its ADR-0006 shows, is not in its list.
/// </summary>
internal static class AnswerShape
{
    private static readonly string[] Reasons = ["STATIC", "TARGETING_MATCH", "SPLIT", "DISABLED", "UNKNOWN", "DEFAULT"];
    private static readonly string[] Codes = ["PARSE_ERROR", "TARGETING_KEY_MISSING", "INVALID_CONTEXT", "GENERAL"];

    public static IEnumerable<string> ProblemsOfBulk(int status, string body)
    {
        if (status == 304)
        {
            return body.Length == 0 ? [] : ["a body with 304"];
        }

        var root = JsonDocument.Parse(body).RootElement;
        return status switch
        {
            200 => [.. ProblemsOfAll(root)],
            400 => Texts(root, "errorCode"),
            _ => Texts(root, "errorDetails"),
        };
    }

    public static IEnumerable<string> ProblemsOfOne(int status, string body)
    {
        var root = JsonDocument.Parse(body).RootElement;
        return status switch
        {
            200 => ProblemsOfSuccess(root),
            400 => Texts(root, "key", "errorCode").Concat(OneOf(root, "errorCode", Codes)),
            404 => Texts(root, "key", "errorCode").Concat(OneOf(root, "errorCode", "FLAG_NOT_FOUND")),
            _ => Texts(root, "errorDetails"),
        };
    }

    private static IEnumerable<string> ProblemsOfAll(JsonElement root)
    {
        foreach (var problem in root.GetProperty("flags").EnumerateArray().SelectMany(ProblemsOfSuccess).Concat(ProblemsOfMetadata(root)))
        {
            yield return problem;
        }

        if (!root.TryGetProperty("eventStreams", out var streams))
        {
            yield break;
        }

        foreach (var stream in streams.EnumerateArray())
        {
            if (stream.GetProperty("type").GetString() != "sse" || stream.TryGetProperty("url", out _) == stream.TryGetProperty("endpoint", out var endpoint)
                || endpoint.GetProperty("requestUri").GetString() is not { Length: > 0 } uri || uri[0] != '/')
            {
                yield return $"the stream {stream}";
            }
        }
    }

    private static IEnumerable<string> ProblemsOfSuccess(JsonElement answer)
    {
        string[] value = answer.TryGetProperty("value", out var given) && given.ValueKind == JsonValueKind.Null ? [$"null in {answer}"] : [];
        return Texts(answer, "key", "reason", "variant").Concat(OneOf(answer, "reason", Reasons)).Concat(ProblemsOfMetadata(answer)).Concat(value);
    }

    private static IEnumerable<string> ProblemsOfMetadata(JsonElement of) =>
        of.TryGetProperty("metadata", out var metadata)
            ? metadata.EnumerateObject()
                .Where(one => one.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.String or JsonValueKind.Number))
                .Select(one => $"metadata {one}")
            : [];

    private static IEnumerable<string> Texts(JsonElement of, params string[] names) =>
        names.Where(name => !of.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String).Select(name => $"no {name} in {of}");

    private static IEnumerable<string> OneOf(JsonElement of, string name, params string[] allowed) =>
        of.TryGetProperty(name, out var text) && allowed.Contains(text.GetString()) ? [] : [$"{name} in {of}"];
}
