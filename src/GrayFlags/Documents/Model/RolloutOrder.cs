namespace GrayFlags;

/// <summary>The order in which a rollout admits subjects.</summary>
public enum RolloutOrder
{
    /// <summary>By bucket.</summary>
    Random,

    /// <summary>By rank, an attribute of the context.</summary>
    Sequential,

    /// <summary>By region: each stage but the last names its regions.</summary>
    Geographic,
}
