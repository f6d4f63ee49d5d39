using GrayFlags.AspNetCore.SignedOverrides;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.DependencyInjection;

/// <summary>Checks the options when the host starts.</summary>
internal sealed class GrayAspNetCoreOptionsValidator : IValidateOptions<GrayAspNetCoreOptions>
{
    public ValidateOptionsResult Validate(string? name, GrayAspNetCoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.RegionHeader is { } header && !HeaderName.IsGood(header))
        {
            result.AddError($"'{header}' is not the name of a header", nameof(options.RegionHeader));
        }

        if (options.OverrideKey is { } single)
        {
            CheckKey(single, nameof(options.OverrideKey), result);
        }

        foreach (var (id, key) in options.OverrideKeys)
        {
            if (!OverrideText.IsGoodId(id))
            {
                result.AddError($"'{id}' is no id of a key", nameof(options.OverrideKeys));
            }

            CheckKey(key ?? [], nameof(options.OverrideKeys), result);
        }

        if (options.OverrideMaxLifetime <= TimeSpan.Zero)
        {
            result.AddError($"{options.OverrideMaxLifetime} is not above 0", nameof(options.OverrideMaxLifetime));
        }

        if (options.OutcomesOf is not (GrayOutcomesOf.Everyone or GrayOutcomesOf.Known))
        {
            result.AddError(
                $"{options.OutcomesOf} is neither {nameof(GrayOutcomesOf.Everyone)} nor {nameof(GrayOutcomesOf.Known)}",
                nameof(options.OutcomesOf));
        }

        return result.Build();
    }

    private static void CheckKey(byte[] key, string property, ValidateOptionsResultBuilder result)
    {
        if (key.Length < OverrideText.MinKeyBytes)
        {
            result.AddError($"a key has at least {OverrideText.MinKeyBytes} bytes, not {key.Length}", property);
        }
        else if (key.AsSpan().IndexOfAnyExcept(key[0]) < 0)
        {
            result.AddError("a key whose bytes are all the same is no secret", property);
        }
    }
}
