using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.DependencyInjection;

/// <summary>Checks the options: nothing is open that the app has not opened in so many words.</summary>
internal sealed class DashboardOptionsValidator(IOptions<AntiforgeryOptions> antiforgery) : IValidateOptions<GrayDashboardOptions>
{
    private const int MostStreams = 10_000;

    private static readonly string[] Known = ["en", "zh-Hans"];

    public ValidateOptionsResult Validate(string? name, GrayDashboardOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (string.IsNullOrWhiteSpace(options.ReadPolicy) && !options.AllowAnonymousRead)
        {
            result.AddError(
                "AddDashboard has no policy for reading, and would be open to everybody. Write o.ReadPolicy = \"flags.read\" and "
                + "builder.Services.AddAuthorizationBuilder().AddPolicy(\"flags.read\", p => p.RequireRole(\"…\")), or o.AllowAnonymousRead = true where "
                + "everybody who reaches the address may see all flags",
                nameof(options.ReadPolicy));
        }

        if (!string.IsNullOrWhiteSpace(options.ReadPolicy) && options.AllowAnonymousRead)
        {
            result.AddError("is true beside a ReadPolicy: one of both", nameof(options.AllowAnonymousRead));
        }

        if (options.Actor is null)
        {
            result.AddError("is null: operations need a name for the audit", nameof(options.Actor));
        }

        if (options.Languages is not { Count: > 0 } || options.Languages.Except(Known).Any())
        {
            result.AddError($"is none of {string.Join(", ", Known)}", nameof(options.Languages));
        }

        if (options.MaxEventStreams is < 0 or > MostStreams)
        {
            result.AddError($"{options.MaxEventStreams} is not from 0 to {MostStreams}", nameof(options.MaxEventStreams));
        }

        if ((options.OperatePolicy ?? options.PublishPolicy) is not null && antiforgery.Value.HeaderName is null)
        {
            result.AddError("AntiforgeryOptions.HeaderName is null, so that no write of a browser could be protected", nameof(options.OperatePolicy));
        }

        return result.Build();
    }
}
