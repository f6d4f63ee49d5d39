using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace GrayFlags.AspNetCore.Services;

/// <summary>A service without its disposal: it passes on every call, and a container that gets it has nothing to dispose.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "A proxy is a type derived from this one, made when it is needed.")]
internal class Lent<TService> : DispatchProxy
    where TService : class
{
    private TService? _owned;

    [UnconditionalSuppressMessage(
        "Trimming", "IL2091", Justification = "Members of the interface that nobody calls may be trimmed: nobody calls them through this either.")]
    [UnconditionalSuppressMessage("Trimming", "IL2087", Justification = "As above.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Called where dynamic code is supported.")]
    public static TService Of(TService owned)
    {
        var lent = Create<TService, Lent<TService>>();
        ((Lent<TService>)(object)lent)._owned = owned;
        return lent;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Invoke(_owned, BindingFlags.DoNotWrapExceptions, null, args, null);
}
