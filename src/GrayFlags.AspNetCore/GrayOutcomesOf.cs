namespace GrayFlags.AspNetCore;

/// <summary>The requesters whose outcomes guards may take as evidence. The others are counted in the status all the same.</summary>
public enum GrayOutcomesOf
{
    /// <summary>Everyone with an id; a visitor with an anonymous cookie only where it was issued before the attempt began.</summary>
    Everyone = 0,

    /// <summary>Accounts alone: ids from <see cref="GrayAspNetCoreOptions.UserId"/> or from claims.</summary>
    Known = 1,
}
