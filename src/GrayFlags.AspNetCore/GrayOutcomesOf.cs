namespace GrayFlags.AspNetCore;

/// <summary>The requesters whose outcomes guards accept as evidence. All outcomes are counted in the status.</summary>
public enum GrayOutcomesOf
{
    /// <summary>Everyone with an id; a visitor with an anonymous cookie only if it was issued before the attempt began.</summary>
    Everyone = 0,

    /// <summary>Accounts only: ids from <see cref="GrayAspNetCoreOptions.UserId"/> or from claims.</summary>
    Known = 1,
}
