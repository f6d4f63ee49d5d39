using GrayFlags.AspNetCore.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Makes a gate fail when the package is not set up, because it would otherwise be open.</summary>
internal static class GateRegistration
{
    public static void ThrowIfMissing(IServiceProvider services, string flag)
    {
        if (services.GetService<GrayRequests>() is null)
        {
            throw new InvalidOperationException($"An endpoint requires the flag '{flag}', but nothing decides it: call services.AddGrayFlags(…).AddAspNetCore().");
        }
    }
}
