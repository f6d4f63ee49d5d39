using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Answers;

/// <summary>The answer of an endpoint: a status and JSON.</summary>
internal sealed class Answer
{
    private readonly object? _body;
    private readonly JsonTypeInfo? _type;

    private Answer(int status, object? body, JsonTypeInfo? type)
    {
        Status = status;
        _body = body;
        _type = type;
    }

    /// <summary>An answer that somebody else has given: the login of the app.</summary>
    public static Answer Given { get; } = new(0, null, null);

    public int Status { get; }

    /// <summary>True when all is well and nothing was to be done.</summary>
    public bool IsIdle { get; private init; }

    public static Answer Ok<T>(T body, JsonTypeInfo<T> type)
        where T : class => new(StatusCodes.Status200OK, body, type);

    public static Answer Idle<T>(T body, JsonTypeInfo<T> type)
        where T : class => new(StatusCodes.Status200OK, body, type) { IsIdle = true };

    public static Answer Of<T>(int status, T body, JsonTypeInfo<T> type)
        where T : class => new(status, body, type);

    public static Answer Failure(int status, string code, string message) =>
        new(status, new Failure { Code = code, Message = message }, DashboardJson.Default.Failure);

    public static Answer NotFound(string what) => Failure(StatusCodes.Status404NotFound, "notFound", what);

    public static Answer BadRequest(string code, string message) => Failure(StatusCodes.Status400BadRequest, code, message);

    public async Task SendAsync(HttpContext http)
    {
        if (_type is null)
        {
            return;
        }

        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, _body, _type, http.RequestAborted).ConfigureAwait(false);
    }
}
