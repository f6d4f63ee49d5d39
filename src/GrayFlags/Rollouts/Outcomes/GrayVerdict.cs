namespace GrayFlags;

/// <summary>The verdict on one unit of work, such as a request: the evidence of guards.</summary>
public enum GrayVerdict
{
    /// <summary>The release worked, whatever the answer: 404 is a good answer to a request for something that does not exist.</summary>
    Success = 0,

    /// <summary>The release failed.</summary>
    Failure = 1,

    /// <summary>No verdict on the release: the request was malformed, or never reached the code that is released.</summary>
    Ignore = 2,
}
