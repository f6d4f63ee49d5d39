using System.CommandLine;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary><c>grayflags rollout</c>: looks at the rollouts of running apps and operates them, by the API of a dashboard.</summary>
internal static class RolloutCommand
{
    private static readonly (string Name, string Description)[] Operations =
    [
        ("approve", "Approves the stage; its other gates still apply."),
        ("promote", "Begins the rollout, goes to the next stage or completes, whatever gates are not met."),
        ("pause", "Holds the rollout in its stage: the canary stays on."),
        ("resume", "Goes on after a pause."),
        ("rollback", "Turns the flag off for everyone."),
        ("restart", "Begins the next attempt after a rollback, once its cooldown is over."),
        ("cancel", "Admits nobody any more; the rules decide."),
    ];

    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var command = new Command("rollout", "Looks at rollouts of running apps, waits for them and operates them, by the API of a dashboard.")
        {
            StatusCommand.Create(terminal),
            WaitCommand.Create(terminal, clock),
        };
        foreach (var (name, description) in Operations)
        {
            command.Subcommands.Add(OperateCommand.Create(terminal, name, description));
        }

        return command.With(
            terminal,
            "# What is on its way, and what does it wait for?",
            "export GRAYFLAGS_TOKEN=…",
            "grayflags rollout status --url https://ops.shop.example/flags",
            "# In a pipeline: go on when half of the users have it, fail when it is rolled back.",
            "grayflags rollout wait new-checkout --until stage:half --timeout 2h --url https://ops.shop.example/flags",
            "# In an incident:",
            "grayflags rollout rollback new-checkout --reason 'payments fail, incident 4711' --url https://ops.shop.example/flags");
    }
}
