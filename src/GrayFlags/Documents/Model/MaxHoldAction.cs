namespace GrayFlags.Documents;

/// <summary>What happens when a stage has lasted as long as it may and a gate is still not met.</summary>
public enum MaxHoldAction
{
    /// <summary>It waits on.</summary>
    Hold,

    /// <summary>The next stage begins all the same. Guards that breach still roll back.</summary>
    Promote,
}
