using System.Text.Json;
using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using GrayFlags.Documents;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The endpoints that only read: rules, flags, rollouts, versions, sources and the audit.</summary>
internal sealed class ReadEndpoints(DashboardSite site)
{
    private const int MostFlags = 10_000;
    private const int DefaultFlags = 500;
    private const int MostAudit = 1_000;
    private const int DefaultAudit = 200;
    private const int MostQuestionBytes = 64 * 1024;

    private static readonly string[] States = [.. Enum.GetNames<FlagKind>(), "killed", "expired", "stale"];

    public IEnumerable<Endpoint> All =>
    [
        Endpoint.GetAsync("api/session", SessionAsync),
        Endpoint.Get("api/summary", _ => Answer.Ok(Summary(), DashboardJson.Default.SummaryView)),
        Endpoint.Get("api/flags", Flags),
        Endpoint.Get("api/flags/{name}", Flag),
        new(HttpMethods.Post, "api/flags/{name}/explain", DashboardRight.Read, false, ExplainAsync),
        Endpoint.Get("api/rollouts", _ => Answer.Ok(Rows(), DashboardJson.Default.ListRolloutRow)),
        Endpoint.Get("api/rollouts/{flag}", http => Rollout(Names.Of(http, "flag"))),
        Endpoint.Get("api/rollouts/{flag}/evidence", Evidence),
        Endpoint.Get("api/versions", _ => Answer.Ok<List<RulesVersion>>([.. site.Rules.Versions], DashboardJson.Default.ListRulesVersion)),
        Endpoint.Get("api/providers", _ => Answer.Ok<List<ProviderView>>(
            [.. site.Monitor.Status.Providers.Select(ProviderView.Of)], DashboardJson.Default.ListProviderView)),
        Endpoint.Get("api/audit", Audit),
    ];

    private async Task<Answer?> SessionAsync(HttpContext http)
    {
        var publishing = site.Documents is null ? AccessOutcome.Nobody : await site.Access.AskAsync(http, DashboardRight.Publish).ConfigureAwait(false);
        var operating = await site.Access.AskAsync(http, DashboardRight.Operate).ConfigureAwait(false);
        var (canOperate, canPublish) = (operating == AccessOutcome.Granted, publishing == AccessOutcome.Granted);
        return Answer.Ok(
            new SessionView
            {
                Actor = site.Actors.Of(http),
                IsSignedIn = http.User.Identity is { IsAuthenticated: true },
                CanOperate = canOperate,
                CanPublish = canPublish,
                Operating = operating,
                Publishing = publishing,
                Antiforgery = canOperate || canPublish ? site.Writes.TokenOf(http) : null,
            },
            DashboardJson.Default.SessionView);
    }

    private SummaryView Summary()
    {
        var (status, flags) = (site.Monitor.Status, site.Monitor.GetFlags());
        var names = flags.Select(static flag => flag.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new SummaryView
        {
            Instance = site.Instance,
            State = status.State,
            Version = status.Version,
            Generation = status.Generation,
            Flags = status.FlagCount,
            AsOf = status.AsOf,
            ChangedAt = status.ChangedAt,
            IsStale = status.IsStale,
            Pin = status.Pin,
            TurnedOff = status.TurnedOff,
            TurnedOffWithoutFlag = [.. status.TurnedOff.Select(static off => off.Flag).Where(name => !names.Contains(name))],
            Warnings = status.Warnings,
            Problems = status.Problems.Count(),
            Expired = [.. flags.Where(static flag => flag.IsExpired).Select(static flag => flag.Name)],
            IsUsageMeasured = site.Usage.IsMeasured,
            Stale = [.. site.Usage.GetAll().Where(usage => usage.Stale is StaleReason.NotAsked or StaleReason.OneAnswer).Select(usage => usage.Flag)],
            Rollouts = [.. Rows().Where(row => row.Phase is not (RolloutPhase.Pending or RolloutPhase.Completed or RolloutPhase.Cancelled))],
        };
    }

    private List<RolloutRow> Rows() =>
        [.. site.Rollouts.GetAll().Select(RolloutRow.Of).OrderByDescending(row => row.NeedsPerson).ThenBy(row => row.Flag, StringComparer.OrdinalIgnoreCase)];

    private Answer Flags(HttpContext http)
    {
        var query = new Query(http);
        var (words, tag, state) = (query.Text("query"), query.Text("tag"), query.Word("state", States));
        var (skip, take) = (query.Count("skip", 0, int.MaxValue), query.Count("take", DefaultFlags, MostFlags));
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var rollouts = site.Rollouts.GetAll().ToDictionary(status => status.Record.Flag, StringComparer.OrdinalIgnoreCase);
        var usages = site.Usage.GetAll().ToDictionary(usage => usage.Flag, StringComparer.OrdinalIgnoreCase);
        var found = site.Monitor.GetFlags()
            .Where(flag => Matches(flag, words, tag, state, rollouts.GetValueOrDefault(flag.Name), usages.GetValueOrDefault(flag.Name)))
            .ToList();
        var now = site.Clock.GetUtcNow();
        var shown = found.Skip(skip).Take(take);
        return Answer.Ok(
            new FlagList(
                found.Count,
                [.. shown.Select(flag => FlagRow.Of(flag, rollouts.GetValueOrDefault(flag.Name), usages.GetValueOrDefault(flag.Name), now))]),
            DashboardJson.Default.FlagList);
    }

    private static bool Matches(FlagSummary flag, string words, string tag, string state, RolloutStatus? rollout, FlagUsage? usage) =>
        (words.Length == 0
            || flag.Name.Contains(words, StringComparison.OrdinalIgnoreCase)
            || flag.Description?.Contains(words, StringComparison.OrdinalIgnoreCase) == true
            || flag.Owner?.Contains(words, StringComparison.OrdinalIgnoreCase) == true)
        && (tag.Length == 0 || flag.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && state switch
        {
            "" => true,
            "killed" => flag.IsKilled,
            "expired" => flag.IsExpired,
            "stale" => usage is { Stale: not StaleReason.None },
            "rollout" => rollout is not null,
            _ => string.Equals(flag.Kind.ToString(), state, StringComparison.OrdinalIgnoreCase),
        };

    private Answer Flag(HttpContext http)
    {
        var name = Names.Of(http, "name");
        if (site.Monitor.GetFlags().FirstOrDefault(flag => string.Equals(flag.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } flag)
        {
            return Answer.NotFound("There is no such flag.");
        }

        var (status, usage) = (site.Rollouts.GetStatus(flag.Name), site.Usage.GetUsage(flag.Name));
        return Answer.Ok(
            new FlagView
            {
                Flag = FlagRow.Of(flag, status, usage, site.Clock.GetUtcNow()),
                TurnedOff = site.Rules.TurnedOff.FirstOrDefault(off => string.Equals(off.Flag, flag.Name, StringComparison.OrdinalIgnoreCase)),
                ForNobody = ExplanationView.Of(site.Flags.Explain(flag.Name, GrayContext.Anonymous)),
                Json = JsonOf(flag.Name),
                Rollout = status is null ? null : RolloutView.Of(status),
                UsageHistory = UsageHistory.Of(usage),
            },
            DashboardJson.Default.FlagView);
    }

    private string? JsonOf(string flag) => site.Rules.GetDocument(site.Monitor.Status.Version)?.Flags.TryGetValue(flag, out var definition) == true
        ? new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { [flag] = definition } }.ToJson()
        : null;

    private async Task<Answer?> ExplainAsync(HttpContext http)
    {
        var name = Names.Of(http, "name");
        if (!http.Request.HasJsonContentType())
        {
            return Answer.Failure(StatusCodes.Status415UnsupportedMediaType, "contentType", "The content type has to be application/json.");
        }

        var (question, refusal) = await Body.ReadAsync(http, DashboardJson.Default.ExplainRequest, MostQuestionBytes).ConfigureAwait(false);
        if (question is null)
        {
            return refusal;
        }

        if (!site.HasFlag(name))
        {
            return Answer.NotFound("There is no such flag.");
        }

        var attributes = (question.Attributes ?? []).Select(pair => KeyValuePair.Create(pair.Key, ValueOf(pair.Value)));
        var context = new GrayContext(question.UserId, attributes) { Region = question.Region };
        var explanation = question.At is { } at ? site.Flags.CreateSnapshot(at).Explain(name, context) : site.Flags.Explain(name, context);
        return Answer.Ok(ExplanationView.Of(explanation), DashboardJson.Default.ExplanationView);
    }

    private static GrayValue ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => GrayValue.FromList(element.EnumerateArray().Select(static item => item.ToString())),
        _ => default,
    };

    private Answer Rollout(string flag) => site.Rollouts.GetStatus(flag) is { } status
        ? Answer.Ok(RolloutView.Of(status), DashboardJson.Default.RolloutView)
        : Answer.NotFound("The flag has no rollout.");

    private Answer Evidence(HttpContext http)
    {
        var (flag, query) = (Names.Of(http, "flag"), new Query(http));
        var since = query.Instant("since");
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        return site.Rollouts.GetStatus(flag) is null
            ? Answer.NotFound("The flag has no rollout.")
            : Answer.Ok(site.Evidence.Of(flag, since), DashboardJson.Default.ListEvidenceSeries);
    }

    private Answer Audit(HttpContext http)
    {
        var query = new Query(http);
        var (before, flag, take) = (query.Instant("before"), query.Text("flag"), query.Count("take", DefaultAudit, MostAudit));
        return query.Refusal
            ?? Answer.Ok(site.Audit.Before(before, flag.Length == 0 ? null : flag, take), DashboardJson.Default.ListAuditEntry);
    }
}
