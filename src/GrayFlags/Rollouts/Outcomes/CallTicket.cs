namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The place where a call is filed. Its page is used again: a generation tells calls apart, so that who ends one late ends nobody else's.</summary>
/// <param name="Page">The page; null where the call is not followed.</param>
/// <param name="Place">Its place there.</param>
/// <param name="Generation">Of the page.</param>
internal readonly record struct CallTicket(CallPage? Page, int Place, int Generation);
