namespace GrayFlags;

/// <summary>Who is admitted to a rollout first.</summary>
public enum RolloutOrder
{
    /// <summary>By bucket.</summary>
    Random,

    /// <summary>By rank, an attribute of the context.</summary>
    Sequential,

    /// <summary>By region: each stage but the last names its regions.</summary>
    Geographic,
}
