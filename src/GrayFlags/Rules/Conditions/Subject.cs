namespace GrayFlags.Rules.Conditions;

/// <summary>Whose bucket a percentage goes by.</summary>
internal sealed class Subject
{
    private readonly SubjectKind _kind;
    private readonly string _name;

    private Subject(SubjectKind kind, string name)
    {
        _kind = kind;
        _name = name;
    }

    private enum SubjectKind
    {
        User,
        Region,
        Attribute,
    }

    public static Subject User { get; } = new(SubjectKind.User, "user");

    public static Subject Region { get; } = new(SubjectKind.Region, "region");

    public static Subject Attribute(string name) => new(SubjectKind.Attribute, name);

    public bool TryGetHash(GrayContext context, out ulong hash) => _kind switch
    {
        SubjectKind.User => context.TryGetUserHash(out hash),
        SubjectKind.Region => context.TryGetRegionHash(out hash),
        _ => context.TryGetAttributeHash(_name, out hash),
    };

    public override string ToString() => _kind == SubjectKind.Attribute ? $"attribute '{_name}'" : _name;
}
