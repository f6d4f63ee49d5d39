using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>A wrapper around a response and its headers, in one object. The server sends the inner response.</summary>
internal abstract class ResponseAround(IHttpResponseFeature inner) : IHttpResponseFeature, IHeaderDictionary
{
    protected IHttpResponseFeature Inner => inner;

    public int StatusCode { get => inner.StatusCode; set => inner.StatusCode = value; }

    public string? ReasonPhrase { get => inner.ReasonPhrase; set => inner.ReasonPhrase = value; }

    public virtual IHeaderDictionary Headers { get => this; set => inner.Headers = value; }

    [Obsolete("As it is in the interface.")]
    public Stream Body { get => inner.Body; set => inner.Body = value; }

    public bool HasStarted => inner.HasStarted;

    public virtual long? ContentLength { get => inner.Headers.ContentLength; set => inner.Headers.ContentLength = value; }

    public ICollection<string> Keys => inner.Headers.Keys;

    public ICollection<StringValues> Values => inner.Headers.Values;

    public int Count => inner.Headers.Count;

    public bool IsReadOnly => inner.Headers.IsReadOnly;

    // The headers that nearly every response sets, which servers find without a lookup by name.
    StringValues IHeaderDictionary.ContentType { get => inner.Headers.ContentType; set => inner.Headers.ContentType = value; }

    StringValues IHeaderDictionary.SetCookie { get => inner.Headers.SetCookie; set => inner.Headers.SetCookie = value; }

    public virtual StringValues this[string key] { get => inner.Headers[key]; set => inner.Headers[key] = value; }

    public void OnStarting(Func<object, Task> callback, object state) => inner.OnStarting(callback, state);

    public void OnCompleted(Func<object, Task> callback, object state) => inner.OnCompleted(callback, state);

    public virtual bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value) => inner.Headers.TryGetValue(key, out value);

    public virtual void Add(string key, StringValues value) => ((IDictionary<string, StringValues>)inner.Headers).Add(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    public bool ContainsKey(string key) => inner.Headers.ContainsKey(key);

    public virtual bool Remove(string key) => inner.Headers.Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Remove(item.Key);

    public virtual void Clear() => inner.Headers.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) => inner.Headers.Contains(item);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => inner.Headers.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => inner.Headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
