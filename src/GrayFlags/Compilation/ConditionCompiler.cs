using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Sets;
using GrayFlags.Rules.Time;

namespace GrayFlags.Compilation;

/// <summary>Compiles the conditions of a rule, an exception or a segment.</summary>
internal sealed class ConditionCompiler(ProblemList problems, RuleSetOptions options)
{
    private readonly SetInterner<IdSet> _users = new(ids => new IdSet(ids), StringComparer.Ordinal);
    private readonly SetInterner<RegionSet> _regions = new(codes => new RegionSet(codes), StringComparer.OrdinalIgnoreCase);
    private readonly BucketingUnit _instance = BucketingUnit.Instance(options.InstanceName);
    private readonly WhenCompiler _when = new(problems, options.Limits, options.Patterns);
    private readonly WindowCompiler _windows = new(problems);
    private readonly Dictionary<string, BucketingUnit> _subjects = new(StringComparer.Ordinal);

    public UsersCondition? Users(in ConditionSite site, IReadOnlyList<string> users)
    {
        CheckCount(site.Definition, "users", users, site.Path);
        for (var index = 0; index < users.Count; index++)
        {
            if (string.IsNullOrEmpty(users[index]))
            {
                problems.Add(site.Definition, "users", ProblemText.EmptyEntry, site.Path);
                return null;
            }
        }

        return new UsersCondition(_users.Get(users));
    }

    public RegionsCondition? Regions(in ConditionSite site, IReadOnlyList<string> regions) =>
        RegionsOf(site.Definition, regions, site.Path) is { } set ? new RegionsCondition(set) : null;

    /// <summary>The regions that the field of this name holds; null where one of them is none.</summary>
    public RegionSet? RegionsOf(Definition definition, IReadOnlyList<string> regions, params ReadOnlySpan<string> path)
    {
        CheckCount(definition, "regions", regions, path);
        var isGood = true;
        foreach (var region in regions)
        {
            var isRegion = NameRules.IsRegion(region);
            if (!isRegion || region.AsSpan().Count('-') >= RegionSet.MaxLevels)
            {
                isGood = false;
                if (!problems.CountIfFull())
                {
                    var shown = LogSafeText.Quote(region ?? "");
                    problems.Add(definition, "regions", isRegion ? ProblemText.DeepRegion(shown, RegionSet.MaxLevels) : ProblemText.BadRegion(shown), path);
                }
            }
        }

        return isGood ? _regions.Get(regions) : null;
    }

    public WhenCondition When(in ConditionSite site, IReadOnlyDictionary<string, AttributeDefinition> attributes) =>
        _when.Compile(site.Definition, attributes, site.Path);

    /// <param name="window">The window.</param>
    /// <param name="owner">The path of what has it.</param>
    public Condition? Window(WindowDefinition window, ReadOnlySpan<string> owner) => _windows.Compile(window, owner);

    public ConstantCondition Environments(in ConditionSite site, IReadOnlyList<string> names) =>
        OfTheHost(site, "environments", names, "environment", options.EnvironmentName);

    public ConstantCondition Instances(in ConditionSite site, IReadOnlyList<string> names) =>
        OfTheHost(site, "instances", names, "instance", options.InstanceName);

    /// <param name="percentage">A percentage with a hash.</param>
    /// <param name="hash">That hash.</param>
    /// <param name="owner">The path of what has it.</param>
    public ForeignShareCondition? ForeignShare(PercentageDefinition percentage, BucketHash hash, ReadOnlySpan<string> owner) =>
        new ForeignShareCompiler(this, problems).Compile(percentage, hash, owner);

    /// <param name="percentage">The percentage.</param>
    /// <param name="defaultSalt">The salt where it names none.</param>
    /// <param name="path">The path of what has it.</param>
    public PercentageCondition? Percentage(PercentageDefinition percentage, string defaultSalt, params ReadOnlySpan<string> path)
    {
        var from = percentage.From ?? 0m;
        if (percentage.IsBareNumber && PercentLiteral.IsPercent(percentage.Of))
        {
            return new PercentageCondition(from, percentage.Of, null, BucketingUnit.User, defaultSalt);
        }

        string[] at = [.. path, "percentage"];
        var isGood = CheckPercent(percentage, percentage.IsBareNumber ? "" : "of", percentage.Of, at) & CheckPercent(percentage, "from", from, at);
        isGood &= RampCompiler.Check(percentage, problems, at);
        if (isGood && from + percentage.LargestOf() > 100m)
        {
            problems.Add(percentage, "from", ProblemText.RangeBeyond100(from, percentage.LargestOf()), at);
            isGood = false;
        }

        foreach (var field in ForeignShareCompiler.GivenOf(percentage))
        {
            problems.Add(percentage, field, ProblemText.OnlyWithHash, at);
            isGood = false;
        }

        if (percentage.Salt is { Length: 0 })
        {
            problems.Add(percentage, "salt", ProblemText.EmptySalt, at);
            isGood = false;
        }

        var subject = SubjectOf(percentage, percentage.By, at);
        return isGood && subject is not null
            ? new PercentageCondition(from, percentage.Of, Ramp.Of(percentage), subject, percentage.Salt ?? defaultSalt)
            : null;
    }

    /// <summary>The bucketing unit; null when there is a problem.</summary>
    /// <param name="at">The definition whose field <c>by</c> it is.</param>
    /// <param name="by">What stands there.</param>
    /// <param name="path">The path of the definition.</param>
    public BucketingUnit? SubjectOf(Definition at, string? by, params ReadOnlySpan<string> path) => UnitOf(at, "by", by, path);

    /// <summary>The bucketing unit that a field of a definition names; null when there is a problem.</summary>
    public BucketingUnit? UnitOf(Definition at, string field, string? by, params ReadOnlySpan<string> path)
    {
        if (by is null || string.Equals(by, "user", StringComparison.OrdinalIgnoreCase))
        {
            return BucketingUnit.User;
        }

        if (string.Equals(by, "region", StringComparison.OrdinalIgnoreCase))
        {
            return BucketingUnit.Region;
        }

        if (string.Equals(by, "instance", StringComparison.OrdinalIgnoreCase))
        {
            return _instance;
        }

        if (string.Equals(by, "request", StringComparison.OrdinalIgnoreCase))
        {
            return BucketingUnit.Request;
        }

        string? problem = null;
        if (string.Equals(by, "userId", StringComparison.OrdinalIgnoreCase))
        {
            problem = ProblemText.ReservedWord(by, "write 'user' to go by the user's id");
        }
        else if (by.Length is 0 or > DocumentLimits.MaxNameLength)
        {
            problem = ProblemText.BadSubject(LogSafeText.Quote(by));
        }

        if (problem is not null)
        {
            problems.Add(at, field, problem, path);
            return null;
        }

        if (!_subjects.TryGetValue(by, out var subject))
        {
            subject = BucketingUnit.Attribute(by);
            _subjects.Add(by, subject);
        }

        return subject;
    }

    private bool CheckPercent(Definition at, string field, decimal value, ReadOnlySpan<string> path)
    {
        if (PercentLiteral.IsPercent(value))
        {
            return true;
        }

        problems.Add(at, field, ProblemText.NotAPercentage(value.ToString(CultureInfo.InvariantCulture)), path);
        return false;
    }

    private ConstantCondition OfTheHost(in ConditionSite site, string field, IReadOnlyList<string> names, string what, string name)
    {
        CheckCount(site.Definition, field, names, site.Path);
        if (names.Any(string.IsNullOrEmpty))
        {
            problems.Add(site.Definition, field, ProblemText.EmptyEntry, site.Path);
        }

        var wanted = names.Count == 0 ? $"no {what}" : LogSafeText.Names(names);
        return new ConstantCondition(field, $"in {wanted}", $"{what} '{name}'", names.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    private void CheckCount(Definition definition, string field, IReadOnlyList<string> list, ReadOnlySpan<string> path)
    {
        if (list.Count > options.Limits.MaxListEntries)
        {
            problems.Add(
                definition, field, ProblemText.TooMany(list.Count, "entries", options.Limits.MaxListEntries, nameof(DocumentLimits.MaxListEntries)), path);
        }
    }
}
