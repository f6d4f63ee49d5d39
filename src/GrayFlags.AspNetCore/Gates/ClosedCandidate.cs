using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>A stand-in for a candidate that is closed. Policies that refuse methods and content types look at all candidates, also at such as
/// cannot be chosen any more, and refuse nothing if one of them takes everything.</summary>
internal sealed class ClosedCandidate : IAcceptsMetadata
{
    private const string Nothing = "-";

    // Beside others it must not count, and alone it must refuse nothing.
    private static readonly Endpoint BesideOthers = new(
        null, new EndpointMetadataCollection(new HttpMethodMetadata([Nothing]), new ClosedCandidate()), "Closed");

    private static readonly Endpoint Alone = new(null, EndpointMetadataCollection.Empty, "Closed");

    public IReadOnlyList<string> ContentTypes { get; } = [$"{Nothing}/{Nothing}"];

    public Type? RequestType => null;

    public bool IsOptional => false;

    /// <summary>Takes candidates out.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="exist">For each of them, whether it stays.</param>
    public static void Replace(CandidateSet candidates, bool[] exist)
    {
        var standIn = Array.Exists(exist, exists => exists) ? BesideOthers : Alone;
        for (var index = 0; index < exist.Length; index++)
        {
            if (!exist[index])
            {
                candidates.ReplaceEndpoint(index, standIn, []);
                candidates.SetValidity(index, false);
            }
        }
    }
}
