using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Services;

/// <summary>What one scope has chosen between original and upgraded services: all services of a flag agree, also where the user becomes known between two of
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

    /// <summary>The scope's instance of an implementation that is registered nowhere else; made for the first of its services, which then owns it.</summary>
    /// <typeparam name="T">The implementation.</typeparam>
    /// <param name="isOwner">Whether it was made now.</param>
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

    /// <summary>The same for those who ask for the implementation by its own name. Then it is theirs, and no service can have it.</summary>
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
