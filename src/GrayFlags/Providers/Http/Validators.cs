using System.Buffers;

namespace GrayFlags.Providers.Http;

/// <summary>
/// The validators that a server gave with a document, to ask whether that is still its newest. Sent back as
/// it came, well-formed or not, if it can be sent at all.
/// </summary>
internal readonly record struct Validators(string? ETag, string? LastModified)
{
    // Far above any tag in use. A longer one could make every later request one that the server finds too large.
    private const int MaxLength = 1024;

    // The client refuses to send anything else, and would do so at every poll.
    private static readonly SearchValues<char> Sendable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>True when there is anything to ask with.</summary>
    public bool IsCondition => !string.IsNullOrEmpty(ETag) || !string.IsNullOrEmpty(LastModified);

    public static Validators Of(HttpResponseMessage response) => new(
        response.Headers.NonValidated.TryGetValues("ETag", out var tag) ? IfSendable(tag.ToString()) : null,
        response.Content.Headers.NonValidated.TryGetValues("Last-Modified", out var modified) ? IfSendable(modified.ToString()) : null);

    /// <summary>Makes the request conditional, if there is anything to ask with.</summary>
    public void AddTo(HttpRequestMessage request)
    {
        // The time has a resolution of a second, so it is only second best: a server that looks at both might miss a change.
        if (!string.IsNullOrEmpty(ETag))
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ETag);
        }
        else if (!string.IsNullOrEmpty(LastModified))
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", LastModified);
        }
    }

    private static string? IfSendable(string value) => value.Length <= MaxLength && !value.AsSpan().ContainsAnyExcept(Sendable) ? value : null;
}
