namespace GrayFlags;

/// <summary>Sets the current unit of work for the asynchronous calls that follow: a message, a job, a step of a pipeline. Thread-safe.</summary>
/// <remarks>
/// A service of <c>AddGrayFlags</c>. It is used after <c>AddOutcomes</c> or, in ASP.NET Core, <c>AddAspNetCore</c>, where it takes precedence over the request.
/// </remarks>
/// <example><code>
/// var outcomes = new UnitOfWorkOutcomes(TimeProvider.System);
/// using (accessor.Use(outcomes))
/// {
///     var failed = !await TryHandleAsync(message); // evaluates flags as usual
///     outcomes.Complete(failed);
/// }
/// </code></example>
public sealed class UnitOfWorkOutcomesAccessor : IUnitOfWorkOutcomesAccessor
{
    private readonly AsyncLocal<UnitOfWorkOutcomes?> _current = new();

    // Most apps never use it, and then skip the lookup at each call.
    private volatile bool _wasUsed;

    /// <inheritdoc/>
    public UnitOfWorkOutcomes? Current => _wasUsed ? _current.Value : null;

    /// <summary>Makes a unit of work the current one, here and in the calls made from here, until the result is disposed.</summary>
    /// <param name="outcomes">The unit of work; null for none.</param>
    /// <returns>
    /// A scope that restores the previous one when disposed. It does not record a result: call <see cref="UnitOfWorkOutcomes.Complete(bool)"/>.
    /// </returns>
    public IDisposable Use(UnitOfWorkOutcomes? outcomes)
    {
        _wasUsed = true;
        var before = _current.Value;
        _current.Value = outcomes;
        return new Scope(_current, before);
    }

    private sealed class Scope(AsyncLocal<UnitOfWorkOutcomes?> current, UnitOfWorkOutcomes? before) : IDisposable
    {
        public void Dispose() => current.Value = before;
    }
}
