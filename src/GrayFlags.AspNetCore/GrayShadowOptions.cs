using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore;

/// <summary>Which requests are run again by the upgraded version, and what of them is compared.</summary>
public sealed class GrayShadowOptions
{
    /// <summary>
    /// The methods of requests that may be run twice. Default: GET and HEAD. Add others only where the upgraded
    /// version is free of side effects: it runs for users who are to get the original.
    /// </summary>
    public ISet<string> Methods { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { HttpMethods.Get, HttpMethods.Head };

    /// <summary>
    /// The longest body, of the request and of each response, that is copied. Requests with longer ones are not run twice. Default: 64 KB; 0 to 16 MB.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Tells whether two answers are equal: the original one, and the upgraded one. Default: null, equal are
    /// those with the same status and the same bytes. One that throws is a difference.
    /// </summary>
    public Func<GrayShadowAnswer, GrayShadowAnswer, bool>? Equal { get; set; }
}
