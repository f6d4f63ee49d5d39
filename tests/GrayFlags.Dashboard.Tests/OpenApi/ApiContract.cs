using System.Text.Json;
using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>Holds what the tests send and get against the committed document: a field that it does not name, or that is missing, is an error.</summary>
internal static class ApiContract
{
    private static readonly JsonElement Document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("docs/dashboard-openapi.json"))).RootElement;

    private static readonly (Regex Path, JsonElement Item)[] Paths =
    [
        .. Document.GetProperty("paths").EnumerateObject().Select(static path => (
            new Regex("^" + Regex.Replace(Regex.Escape(path.Name), @"\\\{\w+}", "[^/]+") + "$", RegexOptions.CultureInvariant), path.Value)),
    ];

    /// <summary>The objections to a request and its answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below that of the dashboard, from <c>/api</c>.</param>
    /// <param name="request">The body that was sent; null for none.</param>
    /// <param name="status">The status.</param>
    /// <param name="response">The body of the answer.</param>
    public static IReadOnlyList<string> Objections(string method, string path, string? request, int status, string response)
    {
        if (Paths.FirstOrDefault(each => each.Path.IsMatch(path)) is not { Path: not null } found
            || !found.Item.TryGetProperty(method.ToLowerInvariant(), out var operation))
        {
            return status is 404 or 405 ? [] : [$"{method} {path} is not in the document"];
        }

        if (!operation.GetProperty("responses").TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var described))
        {
            return [$"{method} {path}: the status {status} is not in the document"];
        }

        if (described.TryGetProperty("$ref", out var reference))
        {
            described = Document.GetProperty("components").GetProperty("responses").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        var objections = new List<string>();
        var content = described.GetProperty("content");
        if (content.TryGetProperty("application/json", out var json))
        {
            SchemaCheck.Check(Document, json.GetProperty("schema"), JsonDocument.Parse(response).RootElement, $"{method} {path} {status}", objections);
        }

        // A body that was taken has to be one of the document, too.
        if (status == 200 && request is not null)
        {
            var schema = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            SchemaCheck.Check(Document, schema, JsonDocument.Parse(request).RootElement, $"{method} {path} request", objections);
        }

        return objections;
    }
}
