namespace GrayFlags.Dashboard.Access;

/// <summary>The outcome of asking for a right.</summary>
internal enum AccessOutcome
{
    Granted,

    /// <summary>Nobody has signed in.</summary>
    Unknown,

    /// <summary>Somebody has, and may not.</summary>
    Refused,

    /// <summary>The options give the right to nobody.</summary>
    Nobody,
}
