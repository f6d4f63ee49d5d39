using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
        // The server's own limit may be below that of a document, and it says nothing but a status.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = mostBytes;
        }

        using var content = new MemoryStream();
        var buffer = new byte[BufferSize];
        try
        {
            while (true)
            {
                var count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                if (content.Length + count > mostBytes)
                {
                    return (null, TooLarge(mostBytes));
                }

                content.Write(buffer, 0, count);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(mostBytes));
        }

        return Parse(content.GetBuffer().AsSpan(0, (int)content.Length), type);
    }

    private static (T? Value, Answer? Refusal) Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (!IsText(json))
            {
                return (null, Answer.BadRequest("body", "The body has a text that is no Unicode: bytes that are no UTF-8, or one half of a surrogate pair."));
            }

            return JsonSerializer.Deserialize(json, type) is { } value ? (value, null) : (null, Answer.BadRequest("body", "The body is null."));
        }
        catch (JsonException exception)
        {
            return (null, Answer.BadRequest("body", $"The body is not what is asked for: at {exception.Path ?? "$"}."));
        }
    }

    // JSON by its form may have texts that are none. The serializer throws for those that it makes strings of; of the others whoever reads them first would.
    private static bool IsText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Wire.DashboardJson.Default.Options.MaxDepth });
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true } && !IsText(reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsText(in Utf8JsonReader reader)
    {
        var buffer = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            _ = reader.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static Answer TooLarge(int mostBytes) =>
        Answer.Failure(StatusCodes.Status413PayloadTooLarge, "tooLarge", $"The body has more than {mostBytes} bytes.");
}
