namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The place of a call. Pages are pooled; the generation makes a late end harmless to the next call in the place.</summary>
/// <param name="Page">The page; null when the call is not tracked.</param>
/// <param name="Place">The place on the page.</param>
/// <param name="Generation">The page's generation.</param>
internal readonly record struct CallTicket(CallPage? Page, int Place, int Generation);
