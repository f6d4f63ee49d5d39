using System.Text;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Documents of a store, their history, and the nodes that read them.</summary>
internal sealed class DocumentReads(DashboardSite site)
{
    public IEnumerable<Endpoint> All =>
    [
        Endpoint.GetAsync("api/fleet", FleetAsync),
        Endpoint.Get("api/documents", _ => Answer.Ok<List<string>>([.. site.DocumentNames], DashboardJson.Default.ListString)),
        Endpoint.GetAsync("api/documents/{name}", DocumentAsync),
        Endpoint.GetAsync("api/documents/{name}/history", HistoryAsync),
    ];

    private Task<Answer?> FleetAsync(HttpContext http)
    {
        List<string> names = [.. site.DocumentNames];
        return site.Store.ReadAsync(
            http,
            token => Task.WhenAll(names.Select(async name =>
                new FleetDocument(name, await site.Documents!.GetMembersAsync(name, token).ConfigureAwait(false)))),
            documents => Answer.Ok(
                new FleetView(documents, site.Rollouts.GetAll().Select(static status => status.Fleet).FirstOrDefault(static fleet => fleet is not null)),
                DashboardJson.Default.FleetView));
    }

    private async Task<Answer?> DocumentAsync(HttpContext http)
    {
        var query = new Query(http);
        var version = query.Version("version");
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (DocumentOf(http) is not { } name)
        {
            return NoDocument();
        }

        return await site.Store.ReadAsync(
            http,
            token => version is { } old ? site.Documents!.GetAsync(name, old, token) : site.Documents!.GetAsync(name, token),
            document => document is null
                ? NoDocument()
                : Answer.Ok(
                    new DocumentView(name, document.Version, document.At, document.By, document.Reason, Encoding.UTF8.GetString(document.Utf8Json.Span)),
                    DashboardJson.Default.DocumentView)).ConfigureAwait(false);
    }

    private async Task<Answer?> HistoryAsync(HttpContext http)
    {
        var query = new Query(http);
        var before = query.Version("before") ?? long.MaxValue;
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (DocumentOf(http) is not { } name)
        {
            return NoDocument();
        }

        return await site.Store.ReadAsync(
            http,
            token => site.Documents!.HistoryAsync(name, before, cancellationToken: token),
            static history => Answer.Ok<List<DocumentRevision>>([.. history], DashboardJson.Default.ListDocumentRevision)).ConfigureAwait(false);
    }

    private string? DocumentOf(HttpContext http)
    {
        var name = Names.Of(http, "name");
        return site.DocumentNames.Contains(name, StringComparer.Ordinal) ? name : null;
    }

    private static Answer NoDocument() => Answer.NotFound("The app reads no such document of a store.");
}
