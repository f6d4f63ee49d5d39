namespace GrayFlags.Journals;

/// <summary>How far a journal can be relied upon, from good to bad.</summary>
internal enum JournalDamage
{
    /// <summary>Everything that was ever appended is there.</summary>
    None,

    /// <summary>One of the two files was damaged, and everything was in the other. It has been written anew, or will be with the next append.</summary>
    Mended,

    /// <summary>Something may be missing from both files. It stays so, over restarts, until somebody accepts it.</summary>
    Lost,

    /// <summary>Nothing can be read now: the files are of a newer format, of another kind, or the system denies them. They are left alone.</summary>
    Unreadable,
}
