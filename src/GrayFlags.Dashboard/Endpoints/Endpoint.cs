using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>One endpoint: what it asks of its caller, and then its answer.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route below the dashboard's path.</param>
/// <param name="Right">What it asks of its caller.</param>
/// <param name="IsWrite">True for what changes something.</param>
/// <param name="Answer">Its answer; null when it has answered by itself.</param>
internal sealed record Endpoint(string Method, string Route, DashboardRight Right, bool IsWrite, Func<HttpContext, Task<Answer?>> Answer)
{
    public bool IsPage => !Route.StartsWith("api/", StringComparison.Ordinal);

    public static Endpoint Get(string route, Func<HttpContext, Answer?> answer) => GetAsync(route, http => Task.FromResult(answer(http)));

    public static Endpoint GetAsync(string route, Func<HttpContext, Task<Answer?>> answer) => new(HttpMethods.Get, route, DashboardRight.Read, false, answer);

    public static Endpoint Write(string route, DashboardRight right, Func<HttpContext, Task<Answer?>> answer) =>
        new(HttpMethods.Post, route, right, true, answer);
}
