using GrayFlags.Documents;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Checks the options when the host starts.</summary>
/// <remarks>By hand: the range attribute for a time span is not safe to trim.</remarks>
internal sealed class GrayFlagsOptionsValidator : IValidateOptions<GrayFlagsOptions>
{
    private static readonly TimeSpan MaxStartupTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MaxShadowTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, GrayFlagsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.StartupTimeout < TimeSpan.Zero || options.StartupTimeout > MaxStartupTimeout)
        {
            result.AddError($"{options.StartupTimeout} is not from 0 to {MaxStartupTimeout}", nameof(options.StartupTimeout));
        }

        if (options.KeptVersions is < 1 or > 100)
        {
            result.AddError($"{options.KeptVersions} is not from 1 to 100", nameof(options.KeptVersions));
        }

        if (options.ShrinkGuardReads is < 2 or > 100)
        {
            result.AddError($"{options.ShrinkGuardReads} is not from 2 to 100", nameof(options.ShrinkGuardReads));
        }

        if (options.StateDirectory?.Contains('\0', StringComparison.Ordinal) == true)
        {
            result.AddError("it contains a null character, which no path may", nameof(options.StateDirectory));
        }

        if (options.EnvironmentName is { Length: 0 })
        {
            result.AddError("an empty text is not an environment; null means the host's", nameof(options.EnvironmentName));
        }

        if (options.InstanceName is { Length: 0 })
        {
            result.AddError("an empty text is not an instance; null means the machine's name", nameof(options.InstanceName));
        }

        if (options.EvaluationSampling is not (>= 0 and <= 1))
        {
            result.AddError($"{options.EvaluationSampling} is not from 0 to 1", nameof(options.EvaluationSampling));
        }

        if (options.EvaluationContextIdKey is { Length: < 16 })
        {
            result.AddError("a key has 16 bytes or more", nameof(options.EvaluationContextIdKey));
        }

        if (options.ShadowConcurrency is < 1 or > 1000)
        {
            result.AddError($"{options.ShadowConcurrency} is not from 1 to 1,000", nameof(options.ShadowConcurrency));
        }

        if (options.ShadowCapacity is < 1 or > 100_000)
        {
            result.AddError($"{options.ShadowCapacity} is not from 1 to 100,000", nameof(options.ShadowCapacity));
        }

        if (options.ShadowTimeout <= TimeSpan.Zero || options.ShadowTimeout > MaxShadowTimeout)
        {
            result.AddError($"{options.ShadowTimeout} is not above 0 and at most {MaxShadowTimeout}", nameof(options.ShadowTimeout));
        }

        if (DocumentLimitsCheck.Problem(options.Limits) is { } problem)
        {
            result.AddError(problem, nameof(options.Limits));
        }

        return result.Build();
    }
}
