namespace GrayFlags.Documents;

/// <summary>The action taken when a stage has reached its maximum duration and a gate is still not met.</summary>
public enum MaxHoldAction
{
    /// <summary>The stage continues to wait.</summary>
    Hold,

    /// <summary>The next stage begins anyway. Guards that breach still roll back.</summary>
    Promote,
}
