using GrayFlags.Bucketing;

namespace GrayFlags.Tool.Vectors;

/// <summary>The bucket of an id under a salt.</summary>
internal sealed record BucketVector(string Salt, string Id, int Bucket)
{
    public static BucketVector Of(string salt, string id) => new(salt, id, Bucketing.Bucket.Of(TextHash.Of(id), TextHash.Of(salt)));
}
