using GrayFlags.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The OpenAPI document of the operations API, which a test writes from the code and compares with it.</summary>
internal static class OpenApiEndpoint
{
    private const string Resource = "api/openapi.json";

    private static readonly Lazy<byte[]> Document = new(Read);

    public static Endpoint Endpoint { get; } = Endpoint.GetAsync(Resource, SendAsync);

    private static async Task<Answer?> SendAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = Document.Value.Length;
        await http.Response.Body.WriteAsync(Document.Value, http.RequestAborted).ConfigureAwait(false);
        return Answer.Given;
    }

    private static byte[] Read()
    {
        using var resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
