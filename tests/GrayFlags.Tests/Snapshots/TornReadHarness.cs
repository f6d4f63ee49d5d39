namespace GrayFlags.Tests.Snapshots;

/// <summary>Readers that never stop asking while a writer never stops publishing; counts answers whose two halves come from different rule sets.</summary>
internal static class TornReadHarness
{
    /// <summary>Readers go on until so many rule sets were published, however busy the machine is: fewer prove nothing.</summary>
    public const long MinPublished = 200;

    /// <param name="readers">How many threads read.</param>
    /// <param name="readsEach">How many answers each of them checks, at least.</param>
    /// <param name="read">Gives one answer: two numbers that are equal unless it is torn, or null for an answer that should not be.</param>
    /// <param name="publish">Publishes the generation with this number.</param>
    public static Result Run(int readers, int readsEach, Func<(long First, long Second)?> read, Action<long> publish)
    {
        long torn = 0, backwards = 0, missing = 0, published = 0;
        var failures = new List<Exception>();
        var isRunning = true;
        var writer = new Thread(() =>
        {
            while (Volatile.Read(ref isRunning))
            {
                Guard(() => publish(published + 1));
                Volatile.Write(ref published, published + 1);
            }
        });
        var threads = Enumerable.Range(0, readers).Select(_ => new Thread(() => Guard(() =>
        {
            long last = 0;
            for (var index = 0; index < readsEach || Volatile.Read(ref published) < MinPublished; index++)
            {
                if (read() is not var (first, second))
                {
                    Interlocked.Increment(ref missing);
                    continue;
                }

                if (first != second)
                {
                    Interlocked.Increment(ref torn);
                }

                if (first < last)
                {
                    Interlocked.Increment(ref backwards);
                }

                last = first;
            }
        }))).ToList();
        threads.ForEach(thread => thread.Start());
        writer.Start();
        threads.ForEach(thread => thread.Join());
        Volatile.Write(ref isRunning, false);
        writer.Join();
        return new Result(torn, backwards, missing, published, failures);

        void Guard(Action action)
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                lock (failures)
                {
                    failures.Add(exception);
                }
            }
        }
    }

    internal sealed record Result(long Torn, long Backwards, long Missing, long Published, IReadOnlyList<Exception> Failures);
}
