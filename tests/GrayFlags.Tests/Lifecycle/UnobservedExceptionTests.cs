using GrayFlags.Providers;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Loads that fail leave no task behind whose exception nobody looks at. Over the whole run, <see cref="UnobservedExceptions"/> watches.</summary>
[Fault("B7"), NonParallelizable]
internal sealed class UnobservedExceptionTests
{
    [Test]
    public void Load_FailsInEveryWay_LeavesNoExceptionUnobserved()
    {
        var unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs arguments) => Interlocked.Increment(ref unobserved);

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            FailInEveryWay();
            UnobservedExceptions.Collect();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        Assert.That(unobserved, Is.Zero);
    }

    // Without inlining: a local that lives on would keep a task from the collector.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void FailInEveryWay()
    {
        var late = new TaskCompletionSource<DocumentLoad>();
        var tooLate = new TaskCompletionSource<DocumentLoad>();
        var provider = new ScriptedProvider()
            .Then(() => throw new IOException())
            .Then(() => new ValueTask<DocumentLoad>(Task.FromException<DocumentLoad>(new IOException())))
            .Then(() => new ValueTask<DocumentLoad>(late.Task))
            .Then(() => new ValueTask<DocumentLoad>(tooLate.Task));
        using (var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider)))
        {
            provider.Fire();
            provider.Fire();
            late.SetException(new IOException());
            provider.Fire();
            _ = evaluator.WaitForReadyAsync(TimeSpan.Zero);
        }

        tooLate.SetException(new IOException());
        Assert.That(provider.Loads, Is.EqualTo(4), "every way was met");
    }
}
