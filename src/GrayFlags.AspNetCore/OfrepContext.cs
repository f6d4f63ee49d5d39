namespace GrayFlags.AspNetCore;

/// <summary>The source from which the endpoints of <c>MapGrayOfrep</c> take the context.</summary>
public enum OfrepContext
{
    /// <summary>
    /// The request, as every other evaluation in it: claims, a header of the proxy, the anonymous cookie. A body may add the attributes of
    /// <see cref="GrayOfrepOptions.BodyAttributes"/>, and cannot say that it is somebody else.
    /// </summary>
    FromRequest,

    /// <summary>The body: <c>targetingKey</c> is the user, <c>region</c> the region. For servers that are trusted to speak for anybody.</summary>
    FromBody,
}
