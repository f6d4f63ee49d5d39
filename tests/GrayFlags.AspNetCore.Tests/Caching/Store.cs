namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>The cache of a site: a policy for all, one on the endpoint, and the other middleware; each before and after routing.</summary>
public enum Store
{
    OutputForAll,
    OutputForAllBeforeRouting,
    OutputOnTheEndpoint,
    Response,
    ResponseBeforeRouting,
}
