using GrayFlags.Providers.Http;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Checks the options of HTTP providers when the host starts. Never quotes their name, an address that may hold a secret.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpRuleProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpRuleProviderOptions options) =>
        HttpOptionsCheck.Problems(options) is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(HttpOptionsCheck.Message(options, problems))
            : ValidateOptionsResult.Success;
}
