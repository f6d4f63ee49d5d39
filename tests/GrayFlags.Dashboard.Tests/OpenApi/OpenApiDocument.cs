using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GrayFlags.Dashboard.Wire;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>The OpenAPI document of the operations API.</summary>
internal static partial class OpenApiDocument
{
    private const string Json = "application/json";

    private static readonly int[] Failures = [400, 401, 403, 404, 409, 413, 415, 503];

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text() => Create().ToJsonString(Readable) + "\n";

    private static JsonObject Create()
    {
        var schemas = new SchemaWriter();
        var paths = new JsonObject();
        foreach (var route in Operations.All.GroupBy(static operation => operation.Route))
        {
            var path = new JsonObject();
            foreach (var operation in route)
            {
                path[operation.Method.ToLowerInvariant()] = Of(operation, schemas);
            }

            paths["/" + route.Key] = path;
        }

        schemas.Of(typeof(Failure));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "GrayFlags operations",
                ["version"] = "1",
                ["description"] = "Flags and staged rollouts of a running app. Below the path at which the app maps its dashboard. Fields may be added: ignore "
                    + "those that you do not know. Fields that are null are left out.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = ".." }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(schemas.Schemas.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
                ["responses"] = new JsonObject(Failures.Select(status => KeyValuePair.Create(
                    Invariant(status), (JsonNode?)Response(TextOf(status), schemas.Of(typeof(Failure)))))),
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A token of a scheme of the app." },
                    ["browser"] = new JsonObject
                    {
                        ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Gray-Antiforgery",
                        ["description"] = "The token of api/session, beside the app's own cookie and that of its antiforgery. Only for writes.",
                    },
                },
            },
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["browser"] = new JsonArray() }),
        };
    }

    private static JsonObject Of(Operation operation, SchemaWriter schemas)
    {
        var described = new JsonObject { ["summary"] = operation.Summary };
        var parameters = new JsonArray();
        foreach (Match name in Names().Matches(operation.Route))
        {
            parameters.Add((JsonNode)Parameter(name.Groups[1].Value, "path", "string", null));
        }

        foreach (var (name, type, text) in operation.Query)
        {
            parameters.Add((JsonNode)Parameter(name, "query", type, text));
        }

        if (parameters.Count > 0)
        {
            described["parameters"] = parameters;
        }

        if (operation.Request is { } request)
        {
            var schema = schemas.Of(request);
            if (operation.Required.Length > 0)
            {
                schema["required"] = new JsonArray([.. operation.Required.Select(static field => (JsonNode)field)]);
            }

            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = schema } } };
        }

        var responses = new SortedDictionary<int, JsonNode>
        {
            [200] = operation.Response is { } response ? Response("Done.", schemas.Of(response))
                : operation.Route == "api/events" ? Response("A stream.", new JsonObject { ["type"] = "string" }, "text/event-stream")
                : Response("The document.", new JsonObject { ["type"] = "object" }),
        };
        foreach (var status in operation.Failures.Concat([401, 403]))
        {
            responses[status] = new JsonObject { ["$ref"] = $"#/components/responses/{status}" };
        }

        foreach (var (status, type) in operation.Others)
        {
            // A document that the app does not read is a failure, too.
            responses[status] = Response(TextOf(status), status == 404 ? AnyOf(schemas.Of(type), schemas.Of(typeof(Failure))) : schemas.Of(type));
        }

        described["responses"] = new JsonObject(responses.Select(static pair =>
            KeyValuePair.Create(Invariant(pair.Key), (JsonNode?)pair.Value)));
        return described;
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static JsonObject Parameter(string name, string place, string type, string? text)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (place == "path")
        {
            parameter["required"] = true;
        }

        if (text is not null)
        {
            parameter["description"] = text;
        }

        parameter["schema"] = new JsonObject { ["type"] = type };
        return parameter;
    }

    private static JsonObject Response(string text, JsonObject schema, string contentType = Json) => new()
    {
        ["description"] = text,
        ["content"] = new JsonObject { [contentType] = new JsonObject { ["schema"] = schema } },
    };

    private static string TextOf(int status) => status switch
    {
        400 => "A field or a part of the query is missing or refused, or a browser sent no token.",
        401 => "Nobody has signed in.",
        403 => "The caller may not, has no name, or comes from a page of another site.",
        404 => "There is no such thing.",
        409 => "It is not as it was looked at, or its phase does not allow it; with what is there now.",
        413 => "The body is too large.",
        415 => "The body is not application/json.",
        422 => "The document would be refused; with its problems.",
        _ => "The store does not answer or has not taken it, others take up the time for this, or there are too many streams.",
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Names();
}
