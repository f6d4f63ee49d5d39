namespace GrayFlags.Journals;

/// <summary>The reliability of a journal, from good to bad.</summary>
internal enum JournalDamage
{
    /// <summary>Everything ever appended is there.</summary>
    None,

    /// <summary>One of the two files was damaged, and the other was complete. The damaged one has been rewritten, or will be with the next append.</summary>
    Mended,

    /// <summary>Entries may be missing from both files. Persists over restarts until somebody accepts the loss.</summary>
    Lost,

    /// <summary>Nothing can be read now: the files have a newer format or another kind, or access is denied. They are left alone.</summary>
    Unreadable,
}
