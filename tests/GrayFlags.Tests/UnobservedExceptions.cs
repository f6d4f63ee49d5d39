using System.Collections.Concurrent;
using NUnit.Framework;

namespace GrayFlags.Tests;

/// <summary>A task that fails and that nobody looks at, in any test, fails the whole run.</summary>
[SetUpFixture]
internal sealed class UnobservedExceptions
{
    private readonly ConcurrentQueue<Exception> _exceptions = [];

    [OneTimeSetUp]
    public void Watch() => TaskScheduler.UnobservedTaskException += Note;

    [OneTimeTearDown]
    public void FailIfAny()
    {
        Collect();
        TaskScheduler.UnobservedTaskException -= Note;
        if (!_exceptions.IsEmpty)
        {
            // The test adapter takes a failure here for a remark: the run would pass all the same.
            Environment.FailFast($"Unobserved exceptions of tasks (fault B7):\n{string.Join('\n', _exceptions)}");
        }
    }

    // Twice: a finalizer may let go of another task.
    internal static void Collect()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs arguments) => _exceptions.Enqueue(arguments.Exception);
}
