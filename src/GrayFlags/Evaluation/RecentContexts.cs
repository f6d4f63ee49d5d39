namespace GrayFlags.Evaluation;

/// <summary>The latest contexts that were asked about, in memory only: never logged, saved or shown. Thread-safe, and allocates nothing.</summary>
internal sealed class RecentContexts
{
    /// <summary>The number of contexts that are kept.</summary>
    public const int Kept = 1_000;

    // A request asks many flags with one context, and counts once.
    [ThreadStatic]
    private static GrayContext? _last;

    private readonly GrayContext?[] _ring = new GrayContext?[Kept];
    private long _count = -1;

    public IReadOnlyList<GrayContext> All
    {
        get
        {
            var contexts = new List<GrayContext>(Kept);
            for (var place = 0; place < Kept; place++)
            {
                if (Volatile.Read(ref _ring[place]) is { } context)
                {
                    contexts.Add(context);
                }
            }

            return contexts;
        }
    }

    public void Add(GrayContext? context)
    {
        if (context is null || ReferenceEquals(context, _last) || ReferenceEquals(context, GrayContext.Anonymous))
        {
            return;
        }

        _last = context;
        Volatile.Write(ref _ring[Interlocked.Increment(ref _count) % Kept], context);
    }
}
