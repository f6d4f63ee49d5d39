using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The headers that a handler has set while it was asked for a gate, such as a cookie that it takes away. They are sent only where the scheme is
/// asked for the answer itself.</summary>
internal sealed class HeldHeaders
{
    private readonly List<(string Name, StringValues Value)> _held = [];

    private HeldHeaders()
    {
    }

    /// <summary>The headers as they are; null for none.</summary>
    public static Dictionary<string, StringValues>? Before(HttpContext http) =>
        http.Response.Headers.Count == 0 ? null : new Dictionary<string, StringValues>(http.Response.Headers, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes back what was set since; null where nothing was.</summary>
    public static HeldHeaders? Since(HttpContext http, Dictionary<string, StringValues>? before)
    {
        var headers = http.Response.Headers;
        if (http.Response.HasStarted || (before is null && headers.Count == 0))
        {
            return null;
        }

        var held = new HeldHeaders();
        foreach (var (name, value) in headers.ToList())
        {
            var old = before?.GetValueOrDefault(name) ?? StringValues.Empty;
            if (old != value)
            {
                held._held.Add((name, IsCookie(name) ? value.Skip(old.Count).ToArray() : value));
                headers[name] = old;
            }
        }

        foreach (var (name, value) in before ?? [])
        {
            headers.TryAdd(name, value);
        }

        return held._held.Count == 0 ? null : held;
    }

    /// <summary>Sets them, once.</summary>
    public void Send(HttpContext http)
    {
        if (!http.Response.HasStarted)
        {
            foreach (var (name, value) in _held)
            {
                http.Response.Headers[name] = IsCookie(name) ? StringValues.Concat(http.Response.Headers[name], value) : value;
            }
        }

        _held.Clear();
    }

    private static bool IsCookie(string name) => name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase);
}
