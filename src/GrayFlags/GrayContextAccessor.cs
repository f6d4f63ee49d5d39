namespace GrayFlags;

/// <summary>The accessor used when the app registers none: a context that flows with the asynchronous call.</summary>
/// <example><code>
/// using (accessor.Use(new GrayContext("user-42")))
/// {
///     var isOn = evaluator.IsEnabled("new-checkout");
/// }
/// </code></example>
public sealed class GrayContextAccessor : IGrayContextAccessor
{
    private readonly AsyncLocal<GrayContext?> _context = new();

    // Most apps never use it, and then save the look-up at each call.
    private volatile bool _wasUsed;

    /// <inheritdoc/>
    public GrayContext? Context => _wasUsed ? _context.Value : null;

    /// <summary>Makes a context the current one, here and in what is called from here, until the result is disposed.</summary>
    /// <param name="context">The context; null for none.</param>
    /// <returns>Restores the previous context when disposed.</returns>
    public IDisposable Use(GrayContext? context)
    {
        _wasUsed = true;
        var before = _context.Value;
        _context.Value = context;
        return new Scope(_context, before);
    }

    private sealed class Scope(AsyncLocal<GrayContext?> current, GrayContext? before) : IDisposable
    {
        public void Dispose() => current.Value = before;
    }
}
