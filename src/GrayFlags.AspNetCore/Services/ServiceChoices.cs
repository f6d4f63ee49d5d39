using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Services;

/// <summary>The choices of one scope between original and upgraded services: all services of a flag agree, even when the user becomes known between two of
/// them.</summary>
internal sealed class ServiceChoices(IGrayEvaluatorSnapshot flags, IServiceProvider scope)
{
    private readonly Dictionary<string, bool> _chosen = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Type, object> _made = [];

    public bool IsUpgraded(string flag)
    {
        lock (_chosen)
        {
            if (!_chosen.TryGetValue(flag, out var isUpgraded))
            {
                _chosen[flag] = isUpgraded = flags.IsEnabled(flag);
            }

            return isUpgraded;
        }
    }

    /// <summary>
    /// Returns the scope's instance of an implementation that has no other registration; created for the first of its services, which then owns it.
    /// </summary>
    /// <typeparam name="T">The implementation.</typeparam>
    /// <param name="isOwner">True when the instance was created by this call.</param>
    public T Implementation<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(out bool isOwner)
        where T : class
    {
        lock (_made)
        {
            isOwner = !_made.TryGetValue(typeof(T), out var made);
            if (isOwner)
            {
                _made[typeof(T)] = made = ActivatorUtilities.CreateInstance<T>(scope);
            }

            return (T)made!;
        }
    }

    /// <summary>Returns the instance to a caller that resolves the implementation directly. That caller then owns it, and no service can.</summary>
    /// <typeparam name="T">The implementation.</typeparam>
    public T Alone<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class
    {
        var made = Implementation<T>(out var isOwner);
        return isOwner
            ? made
            : throw new InvalidOperationException(
                $"'{typeof(T)}' is disposable and owned by a service of AddGrayService in this scope, and the container would dispose it a second time. " +
                "Ask for the service, or make that an interface.");
    }
}
