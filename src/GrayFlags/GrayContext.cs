using GrayFlags.Bucketing;

namespace GrayFlags;

/// <summary>The subject of an evaluation: a user, a region, and anything else that rules may test. Build one for each request.</summary>
/// <remarks>
/// Immutable and safe to share between threads. The hashes of the ids are computed when a percentage first needs them and kept here,
/// so that a request that asks forty flags hashes its user once.
/// </remarks>
/// <example><code>new GrayContext("user-42") { Region = "CN-GD", ["plan"] = "pro" }</code></example>
public sealed class GrayContext
{
    private Attribute[] _attributes = [];
    private int _count;

    // 0 stands for "not computed yet": a text whose hash really is 0 is merely hashed at each call.
    // Two threads may both compute, and write the same number.
    private ulong _userHash;
    private ulong _regionHash;

    /// <summary>Creates a context for a user.</summary>
    /// <param name="userId">The user's id; null or empty for nobody in particular.</param>
    public GrayContext(string? userId = null) => UserId = userId;

    /// <summary>Creates a context whose attributes come from elsewhere, for example from claims.</summary>
    /// <param name="userId">The user's id; null or empty for nobody in particular.</param>
    /// <param name="attributes">The attributes; of two with one name the later wins.</param>
    /// <exception cref="ArgumentNullException"><paramref name="attributes"/> is null.</exception>
    public GrayContext(string? userId, IEnumerable<KeyValuePair<string, GrayValue>> attributes)
        : this(userId)
    {
        ArgumentNullException.ThrowIfNull(attributes);

        foreach (var (name, value) in attributes)
        {
            Set(name, value);
        }
    }

    /// <summary>Nobody in particular, nowhere: in no list, no region and no percentage.</summary>
    public static GrayContext Anonymous { get; } = new();

    /// <summary>The user's id, compared and hashed as it is: no trimming, no change of case, no normalisation. Null or empty: missing.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// The user's location, for example <c>CN-GD</c>: ISO 3166 or codes of the app's own, levels separated by <c>-</c>, case ignored. Null: unknown.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>
    /// The time at which the id was given to somebody whom the app does not know otherwise, such as a visitor with a cookie. Null, the default: the id of an
    /// account, or one that was always there.
    /// </summary>
    /// <remarks>
    /// Whoever may draw a new id as often as they like could decide a rollout with made-up outcomes. So the guards of a rollout take nobody as evidence whose
    /// id is younger than its attempt; such calls still appear in the status. GrayFlags.AspNetCore sets this for its anonymous ids.
    /// </remarks>
    public DateTimeOffset? AnonymousSince { get; init; }

    /// <summary>The names of the attributes.</summary>
    public IEnumerable<string> AttributeNames => _attributes.Take(_count).Select(attribute => attribute.Name);

    /// <summary>An attribute by name (ordinal); a missing one has the kind <see cref="GrayValueKind.None"/>.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <exception cref="ArgumentNullException">When set: the name is null.</exception>
    public GrayValue this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? default : _attributes[index].Value;
        }
        init => Set(name, value);
    }

    internal bool TryGetUserHash(out ulong hash)
    {
        hash = Volatile.Read(ref _userHash);
        if (hash != 0)
        {
            return true;
        }

        return TryHash(UserId, ref _userHash, out hash);
    }

    internal bool TryGetRegionHash(out ulong hash)
    {
        hash = Volatile.Read(ref _regionHash);
        if (hash != 0)
        {
            return true;
        }

        return TryHash(Region, ref _regionHash, out hash);
    }

    internal bool TryGetAttributeHash(string name, out ulong hash)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            hash = 0;
            return false;
        }

        ref var attribute = ref _attributes[index];
        hash = Volatile.Read(ref attribute.Hash);
        if (hash != 0)
        {
            return true;
        }

        if (!BucketingText.TryHash(attribute.Value, out hash))
        {
            return false;
        }

        Volatile.Write(ref attribute.Hash, hash);
        return true;
    }

    private static bool TryHash(string? text, ref ulong kept, out ulong hash)
    {
        if (string.IsNullOrEmpty(text))
        {
            hash = 0;
            return false;
        }

        hash = TextHash.Of(text);
        Volatile.Write(ref kept, hash);
        return true;
    }

    private int IndexOf(string? name)
    {
        for (var index = 0; index < _count; index++)
        {
            if (string.Equals(_attributes[index].Name, name, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }

    // Reached from the initialiser and the constructor only: afterwards a context never changes.
    private void Set(string name, GrayValue value)
    {
        ArgumentNullException.ThrowIfNull(name);

        var index = IndexOf(name);
        if (index < 0)
        {
            if (_count == _attributes.Length)
            {
                Array.Resize(ref _attributes, Math.Max(4, _count * 2));
            }

            index = _count++;
        }

        _attributes[index] = new Attribute { Name = name, Value = value };
    }

    private struct Attribute
    {
        public string Name;
        public GrayValue Value;
        public ulong Hash;
    }
}
