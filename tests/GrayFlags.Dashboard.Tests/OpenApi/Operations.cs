using GrayFlags.Dashboard.Wire;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>Every operation of the API. One that is missing here, or that the code has not, fails a test.</summary>
internal static class Operations
{
    private const string Get = "GET";
    private const string Post = "POST";

    private static readonly int[] OfWrites = [400, 409, 413, 415, 503];

    private static readonly (string, string, string) Flag = ("flag", "string", "Only steps of this flag.");
    private static readonly (string, string, string) Take = ("take", "integer", "The greatest number of entries.");

    public static IReadOnlyList<Operation> All { get; } =
    [
        new(Get, "api/openapi.json", "This document.", null),
        new(Get, "api/session", "The caller's name and rights, and the token for writes of browsers.", typeof(SessionView)),
        new(Get, "api/summary", "The state of the rules, and what needs a person.", typeof(SummaryView)),
        new(Get, "api/flags", "Flags by name.", typeof(FlagList))
        {
            Failures = [400],
            Query =
            [
                ("query", "string", "Part of a name, a description or an owner."),
                ("tag", "string", "A tag."),
                ("state", "string", "on, off, rules, rollout, killed, expired or stale."),
                ("skip", "integer", "The number of flags to leave out."),
                ("take", "integer", "The greatest number of flags, at most 10,000. Default: 500."),
            ],
        },
        new(Get, "api/flags/{name}", "One flag, its rules in the order in which they decide, and its rollout.", typeof(FlagView)) { Failures = [404] },
        new(Post, "api/flags/{name}/explain", "Why the answer to a context is what it is. Neither logged nor stored.", typeof(ExplanationView))
        {
            Request = typeof(ExplainRequest), Failures = [400, 404, 413, 415],
        },
        new(Get, "api/rollouts", "All rollouts, those that need a person first.", typeof(List<RolloutRow>)),
        new(Get, "api/rollouts/{flag}", "One rollout with its guards, what it waits for and its steps.", typeof(RolloutView)) { Failures = [404] },
        new(Get, "api/rollouts/{flag}/evidence", "The evidence of each guard over the last twelve hours.", typeof(List<EvidenceSeries>))
        {
            Failures = [400, 404], Query = [("since", "string", "Only points after this time.")],
        },
        Rollout("pause", "Holds the rollout in its stage: the canary stays on.", isStop: true),
        Rollout("resume", "Goes on after a pause."),
        Rollout("approve", "Approves the stage; its other gates still apply."),
        Rollout("promote", "Begins the rollout, goes to the next stage or completes, whatever gates are not met."),
        Rollout("rollback", "Turns the flag off for everyone.", isStop: true),
        Rollout("restart", "Begins the next attempt."),
        Rollout("cancel", "Admits nobody any more; the rules decide.", isStop: true),
        new(Get, "api/versions", "The versions of the rules that have served.", typeof(List<RulesVersion>)),
        new(Get, "api/versions/{version}/diff/{other}", "Two versions of the rules side by side: by flag and field, then both texts.", typeof(VersionDiff))
        {
            Failures = [404, 503],
        },
        new(Get, "api/providers", "The sources of rules, with their problems.", typeof(List<ProviderView>)),
        new(Get, "api/fleet", "The nodes that read documents of a store, and this one's place.", typeof(FleetView)) { Failures = [503] },
        new(Get, "api/audit", "Steps of rollouts, and what was done here on this instance, the newest first.", typeof(List<AuditEntry>))
        {
            Failures = [400], Query = [("before", "string", "Only entries before this time."), Flag, Take],
        },
        new(Get, "api/events", "Server-sent events {kind, name, generation}: that something has changed. Ends after five minutes.", null) { Failures = [503] },
        Write("api/flags/{name}/off", "Turns a flag off for everyone, on every node where a store has the documents.", ["reason"]),
        Write("api/flags/{name}/on", "Takes back what off did.", ["reason"]),
        Write("api/rules/pin", "Serves an earlier version of the rules.", ["reason", "version"]),
        Write("api/rules/unpin", "Serves the newest rules again.", ["reason"]),
        Write("api/rules/accept", "Takes a document that is held back.", ["reason", "provider"]) with { Failures = [404, .. OfWrites] },
        new(Get, "api/documents", "The names of the documents of a store that the app reads.", typeof(List<string>)),
        new(Get, "api/documents/{name}", "A document with its text.", typeof(DocumentView))
        {
            Failures = [400, 404, 503], Query = [("version", "integer", "A version. Default: the latest.")],
        },
        new(Get, "api/documents/{name}/history", "The versions of a document, the newest first.", typeof(List<DocumentRevision>))
        {
            Failures = [400, 404, 503], Query = [("before", "integer", "Only versions below this one.")],
        },
        new(Post, "api/documents/{name}/check", "Tries a draft: problems with their lines, changes, and whose answers would change.", typeof(CheckView))
        {
            Request = typeof(CheckRequest), Required = ["json"], Failures = [400, 404, 413, 415, 503],
        },
        Publish("api/documents/{name}", "Publishes a document as its next version.", "json"),
        Publish("api/documents/{name}/revert", "Publishes the text of an earlier version as the next one.", "toVersion"),
    ];

    private static Operation Rollout(string operation, string summary, bool isStop = false) =>
        new(Post, $"api/rollouts/{{flag}}/{operation}", summary, typeof(RolloutView))
        {
            Request = typeof(OperationRequest), Required = isStop ? ["reason"] : ["reason", "expectedRevision"], Failures = [404, .. OfWrites],
        };

    private static Operation Write(string route, string summary, string[] required) => new(Post, route, summary, typeof(Done))
    {
        Request = typeof(OperationRequest), Required = required, Failures = OfWrites,
    };

    private static Operation Publish(string route, string summary, string field) => new(Post, route, summary, typeof(PublishView))
    {
        Request = typeof(PublishRequest),
        Required = ["reason", "expectedVersion", field],
        Failures = [400, 413, 415, 503],
        Others = [(404, typeof(PublishView)), (409, typeof(PublishView)), (422, typeof(PublishView))],
    };
}
