using System.Text;
using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Publishes documents of a store, and goes back to earlier ones.</summary>
internal sealed class DocumentWrites(DashboardSite site)
{
    // The text of a document, and as JSON in JSON it may be up to six times as long.
    public const int MostBytes = 32 * 1024 * 1024;

    public IEnumerable<Endpoint> All =>
    [
        Endpoint.Write("api/documents/{name}", DashboardRight.Publish, http => RunAsync(http, "publish", PublishAsync)),
        Endpoint.Write("api/documents/{name}/revert", DashboardRight.Publish, http => RunAsync(http, "revert", RevertAsync)),
    ];

    private async Task<Answer?> RunAsync(
        HttpContext http, string operation, Func<string, PublishRequest, DocumentChange, CancellationToken, Task<PublishResult>?> publish)
    {
        var name = Names.Of(http, "name");
        if (!site.DocumentNames.Contains(name, StringComparer.Ordinal))
        {
            return Answer.NotFound("The app reads no such document of a store.");
        }

        var (request, refusal) = await Body.ReadAsync(http, DashboardJson.Default.PublishRequest, MostBytes).ConfigureAwait(false);
        if (request is null)
        {
            return refusal;
        }

        if (request.ExpectedVersion is not { } expected)
        {
            return Answer.BadRequest("expectedVersion", "expectedVersion is missing: the version that the change was made from, 0 for a new document.");
        }

        return await new Operation(site, "publish", operation, name).RunAsync(http, request.Reason, async (by, reason, token) =>
        {
            if (publish(name, request, new DocumentChange(by, reason, expected), token) is not { } publishing)
            {
                return Answer.BadRequest("body", operation == "publish" ? "json is missing." : "toVersion is missing.");
            }

            var result = await publishing.ConfigureAwait(false);
            return Answer.Of(
                StatusOf(result.Outcome),
                new PublishView(result.Outcome, result.Version, [.. result.Problems.Select(ProblemView.Of)], result.Latest, result.Nodes),
                DashboardJson.Default.PublishView);
        }).ConfigureAwait(false);
    }

    private Task<PublishResult>? PublishAsync(string name, PublishRequest request, DocumentChange change, CancellationToken cancellationToken) =>
        request.Json is { } json ? site.Documents!.PublishAsync(name, Encoding.UTF8.GetBytes(json), change, cancellationToken) : null;

    private Task<PublishResult>? RevertAsync(string name, PublishRequest request, DocumentChange change, CancellationToken cancellationToken) =>
        request.ToVersion is { } version ? site.Documents!.RevertAsync(name, version, change, cancellationToken) : null;

    private static int StatusOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Published or PublishOutcome.Unchanged => StatusCodes.Status200OK,
        PublishOutcome.Conflict or PublishOutcome.TooNew => StatusCodes.Status409Conflict,
        PublishOutcome.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
