using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Maps the endpoints, and refuses a mapping that would be open to everybody by mistake.</summary>
internal static class OfrepEndpoints
{
    public const string Prefix = "/ofrep/v1";
    public const string Bulk = "/evaluate/flags";
    public const string Events = "/events";

    private const int MaxMaxBodyBytes = 16 * 1024 * 1024;
    private const int MaxMaxAttributes = 10_000;

    private static readonly TimeSpan MaxEventSpread = TimeSpan.FromMinutes(1);

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, GrayOfrepOptions options)
    {
        Check(options);
        var services = endpoints.ServiceProvider;
        var site = services.GetService<OfrepSite>()
            ?? throw new InvalidOperationException("MapGrayOfrep needs builder.Services.AddGrayFlags().AddAspNetCore().");
        site.IsMapped = true;
        var audience = new OfrepAudience(options, site);
        var group = endpoints.MapGroup(Prefix);
        var answers = new OfrepAnswers(audience, site);
        group.MapPost(Bulk, answers.BulkAsync).WithDisplayName("OFREP flags");
        group.MapPost(Bulk + "/{**key}", answers.SingleAsync).WithDisplayName("OFREP flag");
        if (options.Events)
        {
            var events = new OfrepEvents(audience, site);
            group.MapGet(Events, events.StreamAsync)
                .WithDisplayName("OFREP events")
                .Finally(endpoint => OpenToTickets(endpoint, audience));
        }

        var routes = OfrepMappings.RoutesOf(endpoints);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            CheckAuthorization(endpoint, audience, services);
            site.Mappings.Add(routes, endpoint, audience);
            endpoint.Metadata.Add(OfrepNoCache.Instance);
        });
        return group;
    }

    // Last of all conventions, so that authorization counts wherever it is written: on a group around it, or on what is returned.
    private static void CheckAuthorization(EndpointBuilder endpoint, OfrepAudience audience, IServiceProvider services)
    {
        if (audience.IsStream(endpoint))
        {
            return;
        }

        var isOpen = endpoint.Metadata.Any(static one => one is IAllowAnonymous);
        audience.IsAuthorized = !isOpen && IsGuarded(endpoint, services);
        var options = audience.Options;
        if (audience.IsAuthorized)
        {
            if (!endpoint.Metadata.Any(static one => one is IAuthorizeData))
            {
                // Beside a policy it asks for nothing more; without it, nobody notices that the app lacks the middleware.
                endpoint.Metadata.Add(new AuthorizeAttribute());
            }

            audience.NoteMissingTickets();
        }

        if (audience.IsAuthorized || options.AllowAnonymous || options is { Flags: FlagSelection.ClientSide, Context: OfrepContext.FromRequest })
        {
            return;
        }

        var what = options.Flags == FlagSelection.All ? "every flag" : "the answers of any user";
        throw new InvalidOperationException(
            $"MapGrayOfrep would show {what} to anybody: Flags is {options.Flags}, Context is {options.Context}, and its endpoints have no authorization. "
            + "Write app.MapGroup(\"/backend\").RequireAuthorization(\"backends\").MapGrayOfrep(…), or set AllowAnonymous = true where only trusted servers "
            + "reach it.");
    }

    // A fallback policy counts where nothing else does. Written to the endpoint it is enforced, or the endpoint answers nobody.
    private static bool IsGuarded(EndpointBuilder endpoint, IServiceProvider services)
    {
        if (endpoint.Metadata.Any(static one => one is IAuthorizeData or AuthorizationPolicy))
        {
            return true;
        }

        if (services.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not { } fallback)
        {
            return false;
        }

        endpoint.Metadata.Add(fallback);
        return true;
    }

    // A browser's EventSource sends no Authorization header: where one is needed, the address bears a ticket instead, which the stream checks itself.
    private static void OpenToTickets(EndpointBuilder endpoint, OfrepAudience audience)
    {
        audience.NoteStream(endpoint);
        endpoint.Metadata.Add(new AllowAnonymousAttribute());
        endpoint.Metadata.Add(new DisableRequestTimeoutAttribute());
    }

    private static void Check(GrayOfrepOptions options)
    {
        if (options.Flags is not (FlagSelection.ClientSide or FlagSelection.All))
        {
            throw Refused(nameof(options.Flags), options.Flags, "is neither ClientSide nor All");
        }

        if (options.Context is not (OfrepContext.FromRequest or OfrepContext.FromBody))
        {
            throw Refused(nameof(options.Context), options.Context, "is neither FromRequest nor FromBody");
        }

        if (options.EventSpread < TimeSpan.Zero || options.EventSpread > MaxEventSpread)
        {
            throw Refused(nameof(options.EventSpread), options.EventSpread, "is not from 0 to 1 minute");
        }

        if (options.MaxBodyBytes is < 1 or > MaxMaxBodyBytes)
        {
            throw Refused(nameof(options.MaxBodyBytes), options.MaxBodyBytes, $"is not from 1 to {MaxMaxBodyBytes}");
        }

        if (options.MaxAttributes is < 0 or > MaxMaxAttributes)
        {
            throw Refused(nameof(options.MaxAttributes), options.MaxAttributes, $"is not from 0 to {MaxMaxAttributes}");
        }

        if (options.MaxEventStreams < 0)
        {
            throw Refused(nameof(options.MaxEventStreams), options.MaxEventStreams, "is negative");
        }
    }

    private static ArgumentException Refused(string option, object value, string why) =>
        new($"{nameof(GrayOfrepOptions)}.{option} is {value}, which {why}.");
}
