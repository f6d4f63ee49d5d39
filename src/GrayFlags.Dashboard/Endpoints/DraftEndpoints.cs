using System.Text;
using GrayFlags.Changes;
using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using GrayFlags.Documents;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Two versions side by side, and a draft before it is published: neither changes anything.</summary>
internal sealed class DraftEndpoints(DashboardSite site)
{
    private const int ShareDigits = 6;

    // A check takes a second or two of a core; more of them wait.
    private static readonly SemaphoreSlim Turns = new(1, 1);

    public IEnumerable<Endpoint> All =>
    [
        Endpoint.Get("api/versions/{version}/diff/{other}", Diff),
        Endpoint.Write("api/documents/{name}/check", DashboardRight.Publish, CheckAsync),
    ];

    private Answer Diff(HttpContext http)
    {
        var (from, to) = (Names.Of(http, "version"), Names.Of(http, "other"));
        return site.Rules.GetDocument(from) is { } before && site.Rules.GetDocument(to) is { } after
            ? Answer.Ok(
                new VersionDiff(from, to, Changes(before, after), before.ToJson(), after.ToJson()),
                DashboardJson.Default.VersionDiff)
            : Answer.NotFound("One of the versions is not kept any more.");
    }

    private async Task<Answer?> CheckAsync(HttpContext http)
    {
        var name = Names.Of(http, "name");
        if (!site.DocumentNames.Contains(name, StringComparer.Ordinal))
        {
            return Answer.NotFound("The app reads no such document of a store.");
        }

        var (request, refusal) = await Body.ReadAsync(http, DashboardJson.Default.CheckRequest, DocumentWrites.MostBytes).ConfigureAwait(false);
        if (request is null)
        {
            return refusal;
        }

        if (request.Json is not { } json)
        {
            return Answer.BadRequest("body", "json is missing.");
        }

        var read = FlagDocument.Read(Encoding.UTF8.GetBytes(json), new DocumentReaderOptions { Source = name, Limits = site.Limits });
        if (read.Document is not { } document)
        {
            return Answer.Ok(Refused(read.Problems), DashboardJson.Default.CheckView);
        }

        await Turns.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        try
        {
            return Answer.Ok(Of(site.Rules.Preview(DashboardSite.StorePrefix + name, document, MadeUpUsers.Of(document))), DashboardJson.Default.CheckView);
        }
        finally
        {
            Turns.Release();
        }
    }

    private static CheckView Of(RulesPreview preview) => preview.Problems.Count > 0 ? Refused(preview.Problems) : new CheckView
    {
        Problems = [],
        Changes = [.. Changes(preview.Before, preview.After).Where(static change => !IsNumber(change))],
        Subjects = new SubjectsView(preview.IsOfRecentContexts ? "recent" : "madeUp", preview.Contexts),
        Flips = [.. preview.Flips.Select(flips => new FlipView(
            flips.Flag, Math.Round((double)flips.Total / preview.Contexts, ShareDigits), flips.On, flips.Off, flips.Variant, flips.Value))],
    };

    // The number and the time of what is served are the store's; a draft has none yet.
    private static bool IsNumber(ChangeView change) =>
        change.Kind == "document" && change.Fields.All(static field => field.Path is "version" or "issuedAt");

    private static CheckView Refused(IEnumerable<DocumentProblem> problems) =>
        new() { Problems = [.. problems.Select(ProblemView.Of)], Changes = [], Subjects = null, Flips = [] };

    private static List<ChangeView> Changes(FlagDocument before, FlagDocument after) => [.. DocumentChanges.Between(before, after).Select(ChangeView.Of)];
}
