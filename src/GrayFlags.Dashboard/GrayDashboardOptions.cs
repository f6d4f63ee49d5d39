using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard;

/// <summary>Options of the dashboard and the operations API. Read once, at the start.</summary>
public sealed class GrayDashboardOptions
{
    /// <summary>
    /// The name of the authorization policy that a user must meet to see anything. Required, unless <see cref="AllowAnonymousRead"/> is true: without either
    /// the start fails. Default: null.
    /// </summary>
    public string? ReadPolicy { get; set; }

    /// <summary>
    /// True to show flags, rollouts and documents to everybody who reaches the address. Only together with no <see cref="ReadPolicy"/>. Default: false.
    /// </summary>
    public bool AllowAnonymousRead { get; set; }

    /// <summary>
    /// The name of the policy for operations: pause, approve, roll back, turn flags off, pin. Default: null, and then nobody may operate.
    /// </summary>
    public string? OperatePolicy { get; set; }

    /// <summary>The name of the policy for publishing documents of a store. Default: null, and then nobody may publish.</summary>
    public string? PublishPolicy { get; set; }

    /// <summary>
    /// The name of the person or program behind a request, for the audit; 1 to 200 characters. An operation of somebody without a name is refused (403); so it
    /// is when this throws, which is logged as an error. Default: the name of the user's identity.
    /// </summary>
    public Func<HttpContext, string?> Actor { get; set; } = static http => http.User.Identity?.Name;

    /// <summary>
    /// The languages that the pages offer, the first one for users who accept none of them: <c>en</c>, <c>zh-Hans</c>. Default: both.
    /// </summary>
    public IList<string> Languages { get; set; } = ["en", "zh-Hans"];

    /// <summary>
    /// True to count the answers of every flag, as <see cref="GrayFlagsOptions.MeasureUsage"/> does: the pages then show how often a flag is asked for, and
    /// which look stale. Default: false, and they say that it is not measured.
    /// </summary>
    public bool Usage { get; set; }

    /// <summary>
    /// True to keep the latest 1,000 contexts in memory, as <see cref="GrayFlagsOptions.KeepRecentContexts"/> does: the check of a draft then counts whose
    /// answers change among them. Default: false, and it counts made-up users.
    /// </summary>
    public bool KeepRecentContexts { get; set; }

    /// <summary>The greatest number of browsers that are told of changes at once; others ask again by themselves. 0 to 10,000. Default: 100.</summary>
    public int MaxEventStreams { get; set; } = 100;
}
