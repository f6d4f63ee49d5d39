using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GrayFlags.AspNetCore.Services;

/// <summary>A service without its disposal: forwards every call, and gives the container nothing to dispose.</summary>
/// <typeparam name="TService">The service.</typeparam>
internal static class Lent<TService>
    where TService : class
{
    private static Func<TService, TService>? _of;

    /// <summary>True when the service is an interface, and the runtime can emit types.</summary>
    public static bool IsPossible => typeof(TService).IsInterface && RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Emits the forwarding type, so that a failure is known at once.</summary>
    /// <exception cref="ArgumentException">No forwarding type is possible.</exception>
    public static void Prepare()
    {
        try
        {
            _ = Made();
        }
        catch (Exception exception) when (exception is TypeLoadException
            or NotSupportedException
            or InvalidOperationException
            or ArgumentException
            or MemberAccessException)
        {
            throw new ArgumentException(
                $"No type can be made that stands for '{typeof(TService)}', as a disposable implementation needs one: {exception.Message} " +
                "Make the implementation not disposable, or put an interface before it that is plainer.", exception);
        }
    }

    public static TService Of(TService owned) => Made()(owned);

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Called where dynamic code is supported.")]
    private static Func<TService, TService> Made() =>
        _of ??= LentType.Make(typeof(TService)).GetMethod(LentType.Factory)!.CreateDelegate<Func<TService, TService>>();
}
