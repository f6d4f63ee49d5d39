namespace GrayFlags.Providers;

/// <summary>Runs work that may take long on behalf of a thread that has to keep listening.</summary>
internal static class Apart
{
    // Enough for every document that is not made to be slow. Real time, as it is the processor that is waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs the work on a thread of its own and waits for it, but not for ever. Returns what the work threw; null when it threw nothing or still runs.
    /// </summary>
    public static Exception? Run(Action work)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        })
        { IsBackground = true, Name = nameof(GrayFlags) };
        thread.UnsafeStart();
        thread.Join(Patience);
        return thrown;
    }
}
