using Spectre.Console;

namespace GrayFlags.Tool.Common;

/// <summary>Work that takes a while: shows how far it is, on the error stream, to people only.</summary>
internal static class Work
{
    /// <param name="terminal">The terminal.</param>
    /// <param name="title">What is done.</param>
    /// <param name="total">How many steps there are; null when nobody knows.</param>
    /// <param name="work">Does it, and reports each number of further steps; may be called from any thread.</param>
    public static void Run(Terminal terminal, string title, long? total, Action<Action<long>> work)
    {
        if (!terminal.ErrorConsole.Profile.Capabilities.Interactive)
        {
            work(static _ => { });
            return;
        }

        terminal.Out.Flush();
        ProgressColumn[] columns = [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        terminal.ErrorConsole.Progress().AutoClear(true).Columns(columns).Start(progress =>
        {
            var task = progress.AddTask(title, maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            work(steps => task.Increment(total is null ? 0 : steps));
        });
    }
}
