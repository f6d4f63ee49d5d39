using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts;

/// <summary>Hands out tokens, and takes them back. Thread-safe; takes no memory while no more calls are under way than it holds.</summary>
internal sealed class OutcomeTokens(TimeProvider clock, IShadows shadows)
{
    private const int Most = 256;

    private readonly OutcomeToken?[] _free = new OutcomeToken?[Most];

    [ThreadStatic]
    private static int _place;

    public IShadows Shadows { get; } = shadows;

    public OutcomeToken Begin(OutcomeRecorder recorder, in Exposure exposure, int shadowSize)
    {
        var token = Rent() ?? new OutcomeToken(this);
        token.Begin(recorder, exposure, shadowSize, clock.GetTimestamp());
        return token;
    }

    public double SecondsSince(long timestamp) => clock.GetElapsedTime(timestamp).TotalSeconds;

    public void Return(OutcomeToken token)
    {
        // A place of the thread's own, more often than not.
        var start = Place();
        for (var index = 0; index < Most; index++)
        {
            ref var place = ref _free[(start + index) % Most];
            if (place is null && Interlocked.CompareExchange(ref place, token, null) is null)
            {
                return;
            }
        }
    }

    private OutcomeToken? Rent()
    {
        var start = Place();
        for (var index = 0; index < Most; index++)
        {
            ref var place = ref _free[(start + index) % Most];
            if (place is not null && Interlocked.Exchange(ref place, null) is { } token)
            {
                return token;
            }
        }

        return null;
    }

    private static int Place() => _place != 0 ? _place : _place = (Environment.CurrentManagedThreadId * 17 % Most) + 1;
}
