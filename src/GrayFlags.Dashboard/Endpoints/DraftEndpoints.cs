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

    private readonly WorkTurns _turns = new(site.Clock);
    private readonly DiffCache _diffs = new();

    public IEnumerable<Endpoint> All =>
    [
        Endpoint.GetAsync("api/versions/{version}/diff/{other}", DiffAsync),
        Endpoint.Write("api/documents/{name}/check", DashboardRight.Publish, CheckAsync),
    ];

    private async Task<Answer?> DiffAsync(HttpContext http)
    {
        var (from, to) = (Names.Of(http, "version"), Names.Of(http, "other"));
        if (site.Rules.GetDocument(from) is not { } before || site.Rules.GetDocument(to) is not { } after)
        {
            return Answer.NotFound("One of the versions is not kept any more.");
        }

        return _diffs.Find(before, after) is { } kept
            ? Answer.Ok(kept, DashboardJson.Default.VersionDiff)
            : await _turns.RunAsync(http, token => Answer.Ok(Compare(from, to, before, after, token), DashboardJson.Default.VersionDiff)).ConfigureAwait(false);
    }

    private VersionDiff Compare(string from, string to, FlagDocument before, FlagDocument after, CancellationToken cancellationToken)
    {
        // Somebody else may have had it compared in the meantime.
        if (_diffs.Find(before, after) is { } kept)
        {
            return kept;
        }

        var changes = BoundedChanges.Of(DocumentChanges.Between(before, after, cancellationToken));
        var (old, now) = (before.ToJson(), after.ToJson());
        var (shownOld, shownNow) = (BoundedChanges.Cut(old), BoundedChanges.Cut(now));
        var isCut = shownOld.Length < old.Length || shownNow.Length < now.Length;
        var diff = new VersionDiff(from, to, changes.Shown, shownOld, shownNow) { MoreChanges = changes.More, IsCut = isCut ? true : null };
        _diffs.Add(before, after, diff);
        return diff;
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

        return await _turns.RunAsync(http, token => Answer.Ok(Check(name, json, token), DashboardJson.Default.CheckView)).ConfigureAwait(false);
    }

    private CheckView Check(string name, string json, CancellationToken cancellationToken)
    {
        var read = FlagDocument.Read(Encoding.UTF8.GetBytes(json), new DocumentReaderOptions { Source = name, Limits = site.Limits });
        return read.Document is { } document
            ? Of(site.Rules.Preview(DashboardSite.StorePrefix + name, document, MadeUpUsers.Of(document), cancellationToken), cancellationToken)
            : Refused(read.Problems);
    }

    private static CheckView Of(RulesPreview preview, CancellationToken cancellationToken)
    {
        if (preview.Problems.Count > 0)
        {
            return Refused(preview.Problems);
        }

        var changes = BoundedChanges.Of(
            [.. DocumentChanges.Between(preview.Before, preview.After, cancellationToken).Where(static change => !IsNumber(change))]);
        return new CheckView
        {
            Problems = [],
            Changes = changes.Shown,
            MoreChanges = changes.More,
            Subjects = new SubjectsView(preview.IsOfRecentContexts ? "recent" : "madeUp", preview.Contexts) { IsCutShort = preview.IsCutShort ? true : null },
            Flips = [.. preview.Flips.Select(flips => new FlipView(
                flips.Flag, Math.Round((double)flips.Total / preview.Contexts, ShareDigits), flips.On, flips.Off, flips.Variant, flips.Value))],
        };
    }

    // The number and the time of what is served are the store's; a draft has none yet.
    private static bool IsNumber(EntryChange change) =>
        change.Kind == "document" && change.Fields.All(static field => field.Path is "version" or "issuedAt");

    private static CheckView Refused(IEnumerable<DocumentProblem> problems) =>
        new() { Problems = [.. problems.Select(ProblemView.Of)], Changes = [], Subjects = null, Flips = [] };
}
