using System.Globalization;
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

    private async Task<Answer?> FleetAsync(HttpContext http)
    {
        var documents = new List<FleetDocument>();
        foreach (var name in site.DocumentNames)
        {
            documents.Add(new FleetDocument(name, await site.Documents!.GetMembersAsync(name, http.RequestAborted).ConfigureAwait(false)));
        }

        var evidence = site.Rollouts.GetAll().Select(status => status.Fleet).FirstOrDefault(fleet => fleet is not null);
        return Answer.Ok(new FleetView(documents, evidence), DashboardJson.Default.FleetView);
    }

    private async Task<Answer?> DocumentAsync(HttpContext http)
    {
        if (DocumentOf(http) is not { } name)
        {
            return NoDocument();
        }

        var isOld = long.TryParse(http.Request.Query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var document = await (isOld
            ? site.Documents!.GetAsync(name, version, http.RequestAborted)
            : site.Documents!.GetAsync(name, http.RequestAborted)).ConfigureAwait(false);
        return document is null
            ? NoDocument()
            : Answer.Ok(
                new DocumentView(name, document.Version, document.At, document.By, document.Reason, Encoding.UTF8.GetString(document.Utf8Json.Span)),
                DashboardJson.Default.DocumentView);
    }

    private async Task<Answer?> HistoryAsync(HttpContext http)
    {
        if (DocumentOf(http) is not { } name)
        {
            return NoDocument();
        }

        var before = long.TryParse(http.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : long.MaxValue;
        var history = await site.Documents!.HistoryAsync(name, before, cancellationToken: http.RequestAborted).ConfigureAwait(false);
        return Answer.Ok<List<DocumentRevision>>([.. history], DashboardJson.Default.ListDocumentRevision);
    }

    private string? DocumentOf(HttpContext http)
    {
        var name = Names.Of(http, "name");
        return site.DocumentNames.Contains(name, StringComparer.Ordinal) ? name : null;
    }

    private static Answer NoDocument() => Answer.NotFound("The app reads no such document of a store.");
}
