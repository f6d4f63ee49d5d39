using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Saver;

/// <summary>Meets the faults of a server, is disposed at every moment, and prints the exceptions that nobody has looked at.</summary>
internal static class Unobserved
{
    private const int AtOnce = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(100);
    private static int _count;

    public static async Task MeetAsync(Uri uri, int evaluators)
    {
        TaskScheduler.UnobservedTaskException += (_, arguments) =>
        {
            Interlocked.Increment(ref _count);
            Console.WriteLine(arguments.Exception.ToString().ReplaceLineEndings(" | "));
        };
        LeaveOne();
        Collect();
        Console.WriteLine($"seeded {Interlocked.Exchange(ref _count, 0)}");

        // The first takes long: everything is compiled then.
        await MeetOneAsync(uri, 1, Patience);
        foreach (var numbers in Enumerable.Range(0, evaluators).Chunk(AtOnce))
        {
            await Task.WhenAll(numbers.Select(number => MeetOneAsync(uri, number, TimeSpan.FromMilliseconds(7 * (number % AtOnce)))));
        }

        await Task.Delay(2 * Lateness);
        Collect();
        Console.WriteLine($"unobserved {_count}");
    }

    // Disposed before the first answer, while it comes, and after it.
    private static async Task MeetOneAsync(Uri uri, int number, TimeSpan patience)
    {
        using var evaluator = GrayEvaluator.Create(builder => builder.AddHttp(uri, options =>
        {
            options.UseStreaming = true;
            options.StreamUri = new Uri(uri, "/events");
            options.ConfigureRequest = number % 5 == 0 ? ThrowLateAsync : null;
        }));
        await evaluator.WaitForReadyAsync(patience);
    }

    private static async ValueTask ThrowLateAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(Lateness, CancellationToken.None);
        throw new InvalidOperationException("late");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveOne() => _ = Task.FromException(new InvalidOperationException("seeded"));

    private static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
