using GrayFlags.AspNetCore.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>A gate that nobody decides would be open: it fails instead.</summary>
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
