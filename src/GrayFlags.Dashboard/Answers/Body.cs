using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Answers;

/// <summary>Reads bodies, with a bound on what is read.</summary>
internal static class Body
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Reads JSON of at most so many bytes.</summary>
    /// <returns>What was read, or why it was not.</returns>
    public static async Task<(T? Value, Answer? Refusal)> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, int mostBytes)
        where T : class
    {
        using var content = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (true)
        {
            var count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            if (content.Length + count > mostBytes)
            {
                return (null, Answer.Failure(StatusCodes.Status413PayloadTooLarge, "tooLarge", $"The body has more than {mostBytes} bytes."));
            }

            content.Write(buffer, 0, count);
        }

        try
        {
            return JsonSerializer.Deserialize(content.GetBuffer().AsSpan(0, (int)content.Length), type) is { } value
                ? (value, null)
                : (null, Answer.BadRequest("body", "The body is null."));
        }
        catch (JsonException exception)
        {
            return (null, Answer.BadRequest("body", $"The body is not what is asked for: at {exception.Path ?? "$"}."));
        }
    }
}
