using System.Text;
using System.Text.Json;
using GrayFlags;
using GrayFlags.AspNetCore.Ofrep;
using GrayFlags.AspNetCore.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>The context of a request.</summary>
public static class GrayFlagsHttpContextExtensions
{
    /// <summary>
    /// Gets the context that evaluations in the request use, as built by the options of <c>AddAspNetCore</c>, for code that has a request at hand but runs
    /// outside of it. A visitor gets an id when
    /// the anonymous cookie is enabled, and the response is kept out of shared caches, as after an evaluation.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <returns>The context; the same one until the user changes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAspNetCore</c> was not called.</exception>
    public static GrayContext GetGrayContext(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);

        return http.RequestServices.GetRequiredService<GrayRequests>().Of(http).ContextOf(http);
    }

    /// <summary>
    /// Gets the answers of the flags with <c>"clientSide": true</c> for the user of the request, as a JSON object of values by name, safe within a
    /// <c>script</c> of a page. A flag without a value, for which the default of the page's code counts, is left out.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <returns>The object, for example <c>{"new-checkout":true,"colour":"blue"}</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAspNetCore</c> was not called.</exception>
    public static string GetGrayAnswersJson(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);

        var answers = http.RequestServices.GetRequiredService<GrayRequests>().Of(http).Flags.EvaluateAll(http.GetGrayContext(), FlagSelection.ClientSide);
        using var buffer = new PooledBuffer();

        // The writer's own encoder leaves no character that could end the script.
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (ref readonly var answer in answers.AsSpan())
            {
                if (OfrepJson.HasAnswer(answer))
                {
                    json.WritePropertyName(answer.Flag);
                    OfrepJson.WriteValue(json, answer);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
