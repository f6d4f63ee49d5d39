using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.References;

/// <summary>The answer of a dashboard to <c>api/flags</c>, as far as it says which flags look stale.</summary>
internal static class UsageAnswer
{
    private const string Hint = "an answer of api/flags of a dashboard is expected, such as curl saves it";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The flags that look stale, each with the reason in words.</returns>
    /// <exception cref="UsageException">It is no such answer, or usage was not measured.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var stale = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isMeasured = false;
        try
        {
            using var json = JsonDocument.Parse(InputFile.Read(path, File.ReadAllBytes));
            foreach (var flag in json.RootElement.GetProperty("flags").EnumerateArray())
            {
                if (flag.TryGetProperty("usage", out var usage))
                {
                    isMeasured = true;
                    if (usage.TryGetProperty("staleText", out var text))
                    {
                        stale[flag.GetProperty("name").GetString()!] = text.GetString()!;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
        {
            throw new UsageException($"{path} is not what --usage reads: {Hint}");
        }

        return isMeasured ? stale : throw new UsageException($"{path} says nothing about usage: it is not measured there (o.Usage = true of the dashboard)");
    }
}
