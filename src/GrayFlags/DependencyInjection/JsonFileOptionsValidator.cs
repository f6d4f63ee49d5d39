using GrayFlags.Providers.Files;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Checks the options of JSON files when the host starts.</summary>
internal sealed class JsonFileOptionsValidator : IValidateOptions<JsonFileRuleProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, JsonFileRuleProviderOptions options) =>
        JsonFileOptionsCheck.Problems(options) is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail($"The options of the JSON file '{name}' are not valid. {string.Join("; ", problems)}.")
            : ValidateOptionsResult.Success;
}
