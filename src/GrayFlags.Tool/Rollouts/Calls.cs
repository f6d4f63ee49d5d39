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
            throw new UsageException(exception.StatusCode is null ? $"the dashboard cannot be reached: {OperationsApi.Reason(exception)}" : exception.Message);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Of a field that is missing or of another kind.
            throw new UsageException("the answer is not what a dashboard of this version says: is it of another version, or something else?");
        }
    }
}
