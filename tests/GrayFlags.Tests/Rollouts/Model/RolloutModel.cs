namespace GrayFlags.Tests.Rollouts.Model;

/// <summary>
/// A model of ROLLOUTS.md for one node with a store, written from that page alone: stages that hold, a limit that breaches or not, operators, attempts.
/// </summary>
/// <remarks>Time here is time that was watched. What the wall clock does is no part of it.</remarks>
internal sealed class RolloutModel
{
    public const int Stages = 3;
    public const int Hold = 20;
    public const int Cooldown = 40;
    public const int Attempts = 3;

    private int _age;
    private int _sinceEnd;

    public string Phase { get; private set; } = "Pending";

    public int Stage { get; private set; }

    public int Attempt { get; private set; } = 1;

    /// <summary>Whether the next stage waits for the store.</summary>
    public bool WantsMore { get; private set; }

    public bool Admits => Phase is "Running" or "Paused" or "Completed";

    /// <summary>A second, with what the guards say at its end, and whether the store takes what it is given.</summary>
    public void Second(bool isBreached, bool isStoreThere)
    {
        if (Phase == "Running")
        {
            _age++;
        }

        _sinceEnd++;
        Look(isBreached, isStoreThere);
    }

    /// <summary>A look at once: something is new.</summary>
    public void Look(bool isBreached, bool isStoreThere)
    {
        WantsMore = false;
        switch (Phase)
        {
            case "Pending":
                Grow(isStoreThere, () => (Phase, Stage, _age) = ("Running", 0, 0));
                break;
            case "Running" or "Paused" or "Completed" when isBreached:
                End("RolledBack");
                break;
            case "Running" when _age >= Hold:
                Grow(isStoreThere, Next);
                break;
        }
    }

    /// <summary>False where it is refused, or where the store was needed and was not there.</summary>
    public bool Operate(string call, bool isStoreThere)
    {
        var isSmaller = call is "pause" or "rollback" || (call == "cancel" && Phase != "RolledBack");
        if (!May(call) || (!isSmaller && !isStoreThere))
        {
            return false;
        }

        switch (call)
        {
            case "pause":
                Phase = "Paused";
                break;
            case "resume":
                Phase = "Running";
                break;
            case "promote" when Phase == "Pending":
                (Phase, Stage, _age) = ("Running", 0, 0);
                break;
            case "promote":
                Next();
                break;
            case "rollback":
                End("RolledBack");
                break;
            case "cancel":
                End("Cancelled");
                break;
            case "restart":
                (Phase, Stage, Attempt) = ("Pending", 0, Attempt + 1);
                break;
        }

        return true;
    }

    private bool May(string call) => call switch
    {
        "pause" => Phase == "Running",
        "resume" => Phase == "Paused",
        "promote" => Phase is "Pending" or "Running" or "Paused",
        "rollback" => Phase != "RolledBack",
        "cancel" => Phase != "Cancelled",
        _ => Phase is "RolledBack" or "Cancelled" && Attempt < Attempts && _sinceEnd >= Cooldown,
    };

    private void Grow(bool isStoreThere, Action step)
    {
        if (isStoreThere)
        {
            step();
        }
        else
        {
            WantsMore = true;
        }
    }

    private void Next()
    {
        if (Stage == Stages - 1)
        {
            End("Completed");
        }
        else
        {
            (Phase, Stage, _age) = ("Running", Stage + 1, 0);
        }
    }

    private void End(string phase) => (Phase, _sinceEnd) = (phase, 0);
}
