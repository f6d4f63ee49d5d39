using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Checks the options of stored documents when the host starts.</summary>
internal sealed class StoredOptionsValidator : IValidateOptions<StoredRuleProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, StoredRuleProviderOptions options) => options.Problem() is { } problem
        ? ValidateOptionsResult.Fail($"The options of the stored document '{name}' are not valid: {problem}.")
        : ValidateOptionsResult.Success;
}
