using System.Diagnostics;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Kit;

/// <summary>Waits for a condition of something outside of the test.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > Longest)
            {
                Assert.Fail($"Not within {Longest}: {what}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Repeats a call until it does not throw.</summary>
    public static async Task<T> AnswersAsync<T>(Func<Task<T>> call, string what)
    {
        T? answer = default;
        Exception? last = null;
        try
        {
            await TrueAsync(
                async () =>
                {
                    try
                    {
                        answer = await call();
                        return true;
                    }
                    catch (Exception exception)
                    {
                        last = exception;
                        return false;
                    }
                },
                what);
        }
        catch (AssertionException) when (last is not null)
        {
            Assert.Fail($"Not within {Longest}: {what}. The last failure: {last}");
        }

        return answer!;
    }
}
