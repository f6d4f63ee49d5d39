namespace GrayFlags.Rollouts.Stores;

/// <summary>What a store is asked to do: a full disk is still read, and that is no sign that it takes anything again.</summary>
internal enum StoreWork
{
    /// <summary>To read.</summary>
    Read,

    /// <summary>To write a record.</summary>
    Record,

    /// <summary>To write evidence and removals.</summary>
    Totals,
}
