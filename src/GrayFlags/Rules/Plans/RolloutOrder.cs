namespace GrayFlags.Rules.Plans;

/// <summary>Who is admitted first.</summary>
internal enum RolloutOrder
{
    /// <summary>By bucket.</summary>
    Random,

    /// <summary>By rank, an attribute of the context.</summary>
    Sequential,

    /// <summary>By region: each stage but the last names its regions.</summary>
    Geographic,
}
