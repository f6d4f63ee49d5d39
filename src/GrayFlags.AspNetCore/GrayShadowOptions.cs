using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore;

/// <summary>The requests to shadow, and the comparison of their answers.</summary>
public sealed class GrayShadowOptions
{
    /// <summary>
    /// The methods of requests that may be shadowed. Default: GET and HEAD. Add others only when the upgraded version has no side effects: it runs for users
    /// who receive the original.
    /// </summary>
    public ISet<string> Methods { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { HttpMethods.Get, HttpMethods.Head };

    /// <summary>
    /// The size limit for copying a request body and each response body. Requests that exceed it are not shadowed. Default: 64 KB; 0 to 16 MB.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Compares the original and the upgraded answer; returns true when they are equal. Default: null, which compares status and bytes. An exception counts as
    /// a difference.
    /// </summary>
    public Func<GrayShadowAnswer, GrayShadowAnswer, bool>? Equal { get; set; }
}
