namespace GrayFlags.Formats;

/// <summary>Options of <see cref="FeatureManagementFormat"/>.</summary>
public sealed class FeatureManagementFormatOptions : RuleFormatOptions
{
    /// <summary>True: users and groups are compared, and hashed, ignoring case, as with <c>TargetingEvaluationOptions.IgnoreCase</c>. Default: false.</summary>
    public bool IgnoreCase { get; set; }

    /// <summary>The attribute that holds the groups of a user, a list of texts. Default: <c>groups</c>.</summary>
    public string GroupsAttribute { get; set; } = "groups";

    /// <summary>
    /// The names of the app's own filters: each becomes the <c>custom</c> condition of that name, with the filter's parameters. Default: none; a filter that is
    /// not known refuses its flag.
    /// </summary>
    public IReadOnlyCollection<string> CustomFilters { get; set; } = [];
}
