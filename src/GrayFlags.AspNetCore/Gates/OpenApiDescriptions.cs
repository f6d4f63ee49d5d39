using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Removes from API descriptions, and so from every OpenAPI document, what is closed for the requester. Outside of a request, such as
/// during a build, descriptions are complete.</summary>
internal sealed class OpenApiDescriptions(
    IApiDescriptionGroupCollectionProvider inner, GrayRequests requests, RequestFlags flags)
    : IApiDescriptionGroupCollectionProvider
{
    // Readers keep their document for as long as the version is the same: each who asks has another. Versions of the app's own are small and positive.
    private int _version = int.MinValue;

    public ApiDescriptionGroupCollection ApiDescriptionGroups
    {
        get
        {
            var all = inner.ApiDescriptionGroups;
            if (requests.CurrentHttp is not { } http || !all.Items.Any(group => group.Items.Any(item => GatesOf(item.ActionDescriptor).Any())))
            {
                return all;
            }

            var open = all.Items
                .Select(group => new ApiDescriptionGroup(group.GroupName, [.. group.Items.Where(item => IsOpen(http, item))]))
                .Where(group => group.Items.Count > 0).ToList();
            return new ApiDescriptionGroupCollection(open, Interlocked.Increment(ref _version));
        }
    }

    private bool IsOpen(HttpContext http, ApiDescription item) =>
        GatesOf(item.ActionDescriptor).All(gate => flags.Evaluate(http, gate.Flag).Enabled == gate.Enabled);

    private static IEnumerable<RequireGrayFlagAttribute> GatesOf(ActionDescriptor action) => action.EndpointMetadata?.OfType<RequireGrayFlagAttribute>() ?? [];
}
