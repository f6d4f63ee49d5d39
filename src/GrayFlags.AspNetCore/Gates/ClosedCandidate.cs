using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>A stand-in for a closed candidate. Policies that reject methods and content types look at all candidates, including those that
/// can no longer be selected, and reject nothing if one of them accepts everything.</summary>
internal sealed class ClosedCandidate : IAcceptsMetadata
{
    private const string Nothing = "-";

    // Beside others it must not count, and alone it must reject nothing.
    private static readonly Endpoint BesideOthers = new(
        null, new EndpointMetadataCollection(new HttpMethodMetadata([Nothing]), new ClosedCandidate()), "Closed");

    private static readonly Endpoint Alone = new(null, EndpointMetadataCollection.Empty, "Closed");

    public IReadOnlyList<string> ContentTypes { get; } = [$"{Nothing}/{Nothing}"];

    public Type? RequestType => null;

    public bool IsOptional => false;

    /// <summary>Removes candidates.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="exist">For each candidate, true to keep it.</param>
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
