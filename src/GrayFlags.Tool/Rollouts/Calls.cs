using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>Runs calls to a dashboard.</summary>
internal static class Calls
{
    /// <summary>Runs a call, and turns what goes wrong on its way into a message.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Func<Task<int>> call)
    {
        try
        {
            return call().GetAwaiter().GetResult();
        }
        catch (HttpRequestException exception)
        {
            throw new UsageException($"the dashboard cannot be reached: {exception.InnerException?.Message ?? exception.Message}");
        }
    }
}
