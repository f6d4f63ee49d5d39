using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Services;

/// <summary>The registrations of implementations that this package has made, and no app.</summary>
internal static class OwnRegistrations
{
    private static readonly ConditionalWeakTable<ServiceDescriptor, object?> Known = [];

    public static void Add(ServiceDescriptor registration) => Known.Add(registration, null);

    public static bool Contains(ServiceDescriptor registration) => Known.TryGetValue(registration, out _);
}
