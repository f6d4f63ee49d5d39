using GrayFlags.Documents;

namespace GrayFlags.Tool.Rules;

/// <summary>The words of documents that subjects are made of: regions, users, attributes, units of shares, and the app's own conditions.</summary>
internal sealed class Vocabulary
{
    private static readonly HashSet<string> OwnUnits = new(["user", "region", "instance", "request"], StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, List<AttributeDefinition>> _attributes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _regions = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _units = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _ranks = new(StringComparer.Ordinal);

    /// <summary>The regions that are named, in order.</summary>
    public IReadOnlyCollection<string> Regions => _regions;

    /// <summary>The users that are named.</summary>
    public IReadOnlyCollection<string> Users => _users;

    /// <summary>The attributes that rules ask about, each with everything that is asked.</summary>
    public IReadOnlyDictionary<string, List<AttributeDefinition>> Attributes => _attributes;

    /// <summary>The attributes by which shares are drawn.</summary>
    public IReadOnlyCollection<string> Units => _units;

    /// <summary>The attributes that hold a rank.</summary>
    public IReadOnlyCollection<string> Ranks => _ranks;

    /// <summary>The app's own conditions, each with the names of its parameters.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Conditions { get; private init; } = new Dictionary<string, HashSet<string>>();

    public static Vocabulary Of(params FlagDocument[] documents)
    {
        var words = new Vocabulary { Conditions = OwnConditions.In(documents) };
        foreach (var document in documents)
        {
            words.Add(document);
        }

        return words;
    }

    private void Add(FlagDocument document)
    {
        foreach (var place in ConditionPlace.In(document))
        {
            Add(place.Conditions);
        }

        foreach (var rollout in document.Flags.Values.Select(static flag => flag.Rollout).OfType<RolloutDefinition>())
        {
            AddUnit(rollout.By);
            if (rollout.Order == RolloutOrder.Sequential)
            {
                _ranks.Add(rollout.Rank ?? "rank");
            }

            _regions.UnionWith((rollout.Stages ?? []).SelectMany(static stage => stage.Regions ?? []));
        }
    }

    private void Add(MembershipDefinition membership)
    {
        _users.UnionWith(membership.Users ?? []);
        _regions.UnionWith((membership.Regions ?? []).Select(static region => region.Trim().ToUpperInvariant()));
        foreach (var (name, operators) in membership.When ?? new Dictionary<string, AttributeDefinition>())
        {
            Add(name, operators);
        }

        if ((membership as ConditionsDefinition)?.Percentage is { } percentage)
        {
            AddUnit(percentage.By);
            foreach (var fallback in percentage.Fallbacks ?? [])
            {
                AddUnit(fallback);
            }
        }
    }

    // A user's id and region are the subject's own.
    private void Add(string name, AttributeDefinition operators)
    {
        if (name == "region")
        {
            _regions.UnionWith((operators.In ?? []).Append(operators.Eq ?? "").Where(static region => region.Length > 0));
        }
        else if (name != "userId")
        {
            if (!_attributes.TryGetValue(name, out var asked))
            {
                _attributes[name] = asked = [];
            }

            asked.Add(operators);
        }
    }

    private void AddUnit(string? unit)
    {
        if (unit is not (null or "userId") && !OwnUnits.Contains(unit))
        {
            _units.Add(unit);
        }
    }
}
