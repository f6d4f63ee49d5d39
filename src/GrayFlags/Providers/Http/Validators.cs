namespace GrayFlags.Providers.Http;

/// <summary>What a server gave with a document, to ask whether that is still its newest. Sent back as it came, well-formed or not.</summary>
internal readonly record struct Validators(string? ETag, string? LastModified)
{
    public static Validators Of(HttpResponseMessage response) => new(
        response.Headers.NonValidated.TryGetValues("ETag", out var tag) ? tag.ToString() : null,
        response.Content.Headers.NonValidated.TryGetValues("Last-Modified", out var modified) ? modified.ToString() : null);

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
}
