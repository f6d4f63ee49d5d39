using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>An endpoint of a random app: it is mapped with its gates, or without them.</summary>
internal sealed record RandomEndpoint(
    int Number, string Route, string[] Methods, string[] Types, string Host, int Order, string Cors, string Who, (string Flag, bool Enabled)[] Gates,
    string Encoding)
{
    private static readonly string[] Routes =
        ["/a", "/a/{id}", "/a/{name}", "/a/{id:int}", "/a/{id?}", "/{x}", "/{x}/{y}", "/a/{a}.{b}", "/{**rest}", "/b/{kind=plain}"];
    private static readonly string[][] SomeMethods = [[], ["GET"], ["GET"], ["POST"], ["POST"], ["GET", "POST"], ["PUT"], ["OPTIONS"], ["HEAD", "GET"]];
    private static readonly string[][] SomeTypes =
        [
            [], [], [], ["application/json"], ["application/json; charset=utf-8"], ["text/plain", "application/json"], ["application/*+json"],
            ["application/*"], ["*/*"],
        ];

    private static readonly string[] Flags = ["on", "off", "ana-only", "not-ana"];

    public static RandomEndpoint Of(Random random, int number, bool hasEncodings) => new(
        number,
        Pick(random, Routes),
        Pick(random, SomeMethods),
        Pick(random, SomeTypes),
        Pick(random, ["", "", "", "", "", "localhost", "other", "*"]),
        Pick(random, [0, 0, 0, 0, 0, 1, -1]),
        Pick(random, ["", "", "", "spa", "others", "none"]),
        Pick(random, ["", "", "", "anonymous", "bare", "other"]),
        [.. Enumerable.Range(0, Pick(random, [0, 1, 1, 1, 2])).Select(_ => (Pick(random, Flags), random.Next(4) > 0))],
        hasEncodings ? Pick(random, ["", "gzip", "br"]) : "");

    public void Map(IEndpointRouteBuilder app, bool isGated)
    {
        var endpoint = Methods.Length == 0 ? app.Map(Route, Answer) : app.MapMethods(Route, Methods, Answer);
        endpoint.WithDisplayName($"{Number}");
        endpoint.Add(builder => ((RouteEndpointBuilder)builder).Order += Order);
        if (Types.Length > 0)
        {
            endpoint.WithMetadata(new Reads(Types));
        }

#if NET9_0_OR_GREATER
        // As static assets have them that a build has compressed.
        if (Encoding.Length > 0)
        {
            endpoint.WithMetadata(new ContentEncodingMetadata(Encoding, 0.5));
        }
#endif

        if (Host.Length > 0)
        {
            endpoint.RequireHost(Host);
        }

        _ = Cors switch
        {
            "" => endpoint,
            "none" => endpoint.WithMetadata(new DisableCorsAttribute()),
            _ => endpoint.RequireCors(Cors),
        };
        _ = Who switch
        {
            "" => endpoint,
            "anonymous" => endpoint.AllowAnonymous(),
            "bare" => endpoint.RequireAuthorization(),
            _ => endpoint.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthentication.Other }),
        };
        foreach (var (flag, isEnabled) in isGated ? Gates : [])
        {
            endpoint.RequireGrayFlag(flag, isEnabled);
        }
    }

    public override string ToString() =>
        $"{Number}: {Route} [{string.Join(' ', Methods)}] reads [{string.Join(' ', Types)}] host '{Host}' order {Order} cors '{Cors}' "
            + $"who '{Who}' encoding '{Encoding}' "
            + string.Join(' ', Gates.Select(gate => $"{gate.Flag}={gate.Enabled}"));

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private Task Answer(HttpContext http)
    {
        var values =
            string.Join(' ', http.Request.RouteValues.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));
        return http.Response.WriteAsync($"{Number} {values} {http.User.Identity?.AuthenticationType}");
    }

    private sealed record Reads(string[] Types) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => Types;

        public Type? RequestType => null;

        public bool IsOptional => false;
    }
}
