using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Caching;
using GrayFlags.AspNetCore.DependencyInjection;
using GrayFlags.AspNetCore.Gates;
using GrayFlags.AspNetCore.Ofrep;
using GrayFlags.AspNetCore.Requests;
using GrayFlags.AspNetCore.Shadowing;
using GrayFlags.AspNetCore.SignedOverrides;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags;

/// <summary>Registers GrayFlags for ASP.NET Core.</summary>
public static class GrayFlagsAspNetCoreExtensions
{
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(365);

    /// <summary>Makes calls without a context evaluate for the current request, and enables gates. Calling it again adds nothing twice.</summary>
    /// <param name="builder">The builder of <c>AddGrayFlags</c>.</param>
    /// <param name="configure">Sets options; null for the defaults. Checked at the start of the host.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddAspNetCore(this IGrayFlagsBuilder builder, Action<GrayAspNetCoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.AddOptions<GrayAspNetCoreOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        // An accessor that the app has set since the first call stays.
        if (services.Any(service => service.ServiceType == typeof(GrayRequests)))
        {
            return builder;
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrayAspNetCoreOptions>, GrayAspNetCoreOptionsValidator>());
        services.TryAddSingleton<RequestContextBuilder>();
        services.TryAddSingleton<ResponseCachingWatch>();
        services.AddSingleton<IPostConfigureOptions<ResponseCachingOptions>>(provider => provider.GetRequiredService<ResponseCachingWatch>());
        services.TryAddSingleton<AnswerPrivacy>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OutputCacheOptions>, OutputCacheSetup>());
        services.TryAddSingleton<GrayRequests>();
        services.TryAddSingleton<RequestFlags>();
        services.TryAddSingleton<RequestJudge>();
        AddOutcomesAccessor(services);
        services.TryAddScoped<ScopeMark>();
        services.TryAddSingleton<ShadowDifferences>();
        services.TryAddSingleton(provider => new ShadowPlaces(
            provider.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.ShadowConcurrency,
            provider.GetRequiredService<ILoggerFactory>()));
        services.Replace(ServiceDescriptor.Scoped(scope => scope.GetRequiredService<GrayRequests>().SnapshotOf(scope)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RequestStartupFilter>());
        services.TryAddSingleton<OverrideMiddleware>();
        services.TryAddSingleton<OfrepSite>();
        services.TryAddSingleton<EndpointSchemes>();
        services.TryAddSingleton<EarlyAuthentication>();
        ReplaceHandlerProvider(services);
        services.TryAddSingleton<GateSelection>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, DynamicGateMatcherPolicy>());
        services.TryAddSingleton<RoutingPolicies>();
        services.TryAddSingleton<GateTablePolicy>();
        services.AddSingleton<MatcherPolicy>(provider => provider.GetRequiredService<GateTablePolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, GrayFlagMatcherPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HubOptions>, HubSetup>());
        services.AddSingleton<IApiDescriptionGroupCollectionProvider>(OpenDescriptions);
        return builder.AddContextAccessor<RequestContextAccessor>();
    }

    /// <summary>
    /// Gives anonymous visitors a random id in a protected cookie, so that percentages are sticky for them. The cookie is set only when a flag was asked for in
    /// a request without a user. Its keys are those of data protection: keep them over restarts, and share them between instances, as for any other cookie.
    /// </summary>
    /// <param name="builder">The builder of <c>AddGrayFlags</c>.</param>
    /// <param name="configure">
    /// Sets the cookie. Default: <c>.GrayFlags.Anonymous</c>, 365 days, <c>HttpOnly</c>, <c>SameSite=Lax</c>, <c>Secure</c> where the request is, not
    /// essential.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddAnonymousCookie(this IGrayFlagsBuilder builder, Action<CookieBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.AddAspNetCore();
        builder.Services.AddDataProtection();
        var cookie = new CookieBuilder
        {
            Name = AnonymousCookie.DefaultName,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
            MaxAge = CookieLifetime,
        };
        configure?.Invoke(cookie);
        builder.Services.Replace(ServiceDescriptor.Singleton(services => new AnonymousCookie(
            cookie,
            services.GetRequiredService<IDataProtectionProvider>(),
            services.GetRequiredService<IOptions<CookiePolicyOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategories.Cookie))));
        return builder;
    }

    // In the place of the one for units of work alone, which this one asks first; one of the app's own stays.
    private static void AddOutcomesAccessor(IServiceCollection services)
    {
        var known = services.LastOrDefault(service => service.ServiceType == typeof(IUnitOfWorkOutcomesAccessor) && !service.IsKeyedService);
        if (known is null || known.ImplementationType?.Assembly == typeof(IUnitOfWorkOutcomesAccessor).Assembly)
        {
            services.Replace(ServiceDescriptor.Singleton<IUnitOfWorkOutcomesAccessor, RequestOutcomesAccessor>());
        }
    }

    // In the place of the one of the framework, whether that is registered already or will be; one of the app's own stays.
    private static void ReplaceHandlerProvider(IServiceCollection services)
    {
        var known = services.LastOrDefault(service => service.ServiceType == typeof(IAuthenticationHandlerProvider) && !service.IsKeyedService);
        if (known is null || known.ImplementationType == typeof(AuthenticationHandlerProvider))
        {
            services.Replace(ServiceDescriptor.Scoped<IAuthenticationHandlerProvider>(
                scope => new RequestHandlers(scope.GetRequiredService<IAuthenticationSchemeProvider>())));
        }
    }

    // In the place of the one of the framework, which is registered before or not at all: what that needs is there wherever an app lists its API.
    private static OpenApiDescriptions OpenDescriptions(IServiceProvider services) => new(
        new ApiDescriptionGroupCollectionProvider(
            services.GetRequiredService<IActionDescriptorCollectionProvider>(),
            services.GetServices<IApiDescriptionProvider>()),
        services.GetRequiredService<GrayRequests>(),
        services.GetRequiredService<RequestFlags>());
}
