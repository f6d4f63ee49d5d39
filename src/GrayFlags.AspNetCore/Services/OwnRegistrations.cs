using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Services;

/// <summary>The implementations registered by this package rather than by the app.</summary>
internal static class OwnRegistrations
{
    private static readonly ConditionalWeakTable<ServiceDescriptor, object?> Known = [];

    public static void Add(ServiceDescriptor registration) => Known.Add(registration, null);

    public static bool Contains(ServiceDescriptor registration) => Known.TryGetValue(registration, out _);
}
