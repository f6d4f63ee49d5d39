namespace GrayFlags.Tool.Common;

/// <summary>Exit codes of the command, which scripts rely on.</summary>
internal static class ExitCode
{
    /// <summary>Done, and nothing is wrong.</summary>
    public const int Success = 0;

    /// <summary>Done, and something is wrong: a document has problems, or a limit that was given is exceeded.</summary>
    public const int Problems = 1;

    /// <summary>The command was called wrongly, or what it was given cannot be read.</summary>
    public const int Usage = 2;

    /// <summary><c>rollout wait</c>: the time is up.</summary>
    public const int TimedOut = 3;

    /// <summary><c>rollout wait</c>: the rollout is paused.</summary>
    public const int Paused = 4;

    /// <summary><c>rollout wait</c>: the rollout waits for an approval.</summary>
    public const int NeedsApproval = 5;
}
