using System.Diagnostics.CodeAnalysis;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>A response that appears to the app, and to its caches, as it will be sent: private once a flag was evaluated.</summary>
/// <remarks>
/// Response caching decides by the headers when the first byte is written, which is before any callback, and handlers clear and set headers
/// freely. The visible headers are computed on access, so that no change to the headers affects privacy.
/// </remarks>
/// <param name="request">Knows whether a flag was evaluated.</param>
/// <param name="privacy">Determines the private headers.</param>
/// <param name="inner">The response.</param>
internal sealed class PrivateResponse(GrayRequest request, AnswerPrivacy privacy, IHttpResponseFeature inner) : ResponseAround(inner)
{
    private const long NoLength = -1;

    private bool _isComplete;

    /// <summary>True when a cache may have looked before a flag was evaluated.</summary>
    public bool IsLate { get; set; }

    /// <summary>The Cache-Control that was sent; empty before the response has begun.</summary>
    public StringValues Sent => Inner.Headers.CacheControl;

    // Response caching compares this with the buffered length, and discards the response when they differ.
    public override long? ContentLength { get => IsLate ? NoLength : base.ContentLength; set => base.ContentLength = value; }

    public override StringValues this[string key]
    {
        get => Shown(key, base[key]);
        set
        {
            base[key] = value;
            CompleteAgain();
        }
    }

    public override bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        var isFound = base.TryGetValue(key, out value);
        value = Shown(key, value);
        return isFound;
    }

    public override void Add(string key, StringValues value)
    {
        base.Add(key, value);
        CompleteAgain();
    }

    public override bool Remove(string key)
    {
        var isRemoved = base.Remove(key);
        CompleteAgain();
        return isRemoved;
    }

    public override void Clear()
    {
        base.Clear();
        CompleteAgain();
    }

    /// <summary>Makes it what it is shown as. From now on, what is set by those who are called back later is made private at once.</summary>
    public void Complete()
    {
        privacy.MakePrivate(Inner.Headers);
        _isComplete = true;
    }

    public bool IsOf(GrayRequest other) => ReferenceEquals(request, other);

    private StringValues Shown(string key, StringValues value) =>
        value.Count > 0 && request.IsAsked && key.Equals(HeaderNames.CacheControl, StringComparison.OrdinalIgnoreCase) ? AnswerPrivacy.PrivateOf(value) : value;

    private void CompleteAgain()
    {
        if (_isComplete)
        {
            privacy.MakePrivate(Inner.Headers);
        }
    }
}
