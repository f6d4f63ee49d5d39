using System.Runtime.ExceptionServices;

namespace GrayFlags.Tool.Subjects;

/// <summary>A source of subjects: made up, or read. They are passed through and never kept.</summary>
internal abstract class SubjectSource
{
    /// <summary>The number of subjects; null when nobody knows before they are read.</summary>
    public abstract long? Count { get; }

    /// <summary>Takes the next subjects. Safe for several threads, which take different ones.</summary>
    /// <param name="batch">Filled anew; may stay empty.</param>
    /// <returns>False when there are none left.</returns>
    public abstract bool Take(List<Subject> batch);

    /// <summary>Shows every subject to a visitor, on several threads with a visitor each.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="create">Creates a visitor; what it counts must not depend on the order.</param>
    /// <param name="visit">Shows it a subject.</param>
    /// <param name="progress">Told how many more have been seen.</param>
    /// <returns>The visitors, to be added up.</returns>
    public IReadOnlyList<T> Visit<T>(int threads, Func<T> create, Action<T, Subject> visit, Action<long> progress)
    {
        var visitors = Enumerable.Range(0, threads).Select(_ => create()).ToArray();
        try
        {
            Parallel.ForEach(visitors, new ParallelOptions { MaxDegreeOfParallelism = threads }, visitor =>
            {
                var batch = new List<Subject>();
                while (Take(batch))
                {
                    foreach (var subject in batch)
                    {
                        visit(visitor, subject);
                    }

                    progress(batch.Count);
                }
            });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return visitors;
    }
}
