using System.Globalization;
using System.Runtime.CompilerServices;
using GrayFlags.Bucketing;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules.Conditions;

/// <summary>The unit whose bucket a percentage goes by.</summary>
internal sealed class BucketingUnit
{
    private readonly SubjectKind _kind;
    private readonly string _name;
    private readonly ulong _hash;

    private BucketingUnit(SubjectKind kind, string name, ulong hash = 0)
    {
        _kind = kind;
        _name = name;
        _hash = hash;
    }

    private enum SubjectKind
    {
        User,
        Region,
        Attribute,
        Instance,
        Request,
    }

    public static BucketingUnit User { get; } = new(SubjectKind.User, "user");

    public static BucketingUnit Region { get; } = new(SubjectKind.Region, "region");

    /// <summary>One draw for each call, or for each snapshot.</summary>
    public static BucketingUnit Request { get; } = new(SubjectKind.Request, "request");

    public static BucketingUnit Instance(string name) => new(SubjectKind.Instance, name, TextHash.Of(name));

    public static BucketingUnit Attribute(string name) => new(SubjectKind.Attribute, name);

    // The user apart: small enough to be inlined, for what nearly every percentage goes by.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetHash(ref EvaluationFrame frame, out ulong hash) =>
        _kind == SubjectKind.User ? frame.Context.TryGetUserHash(out hash) : TryGetOtherHash(ref frame, out hash);

    /// <summary>The position of the unit by the hash of another system; an empty text is missing there.</summary>
    public bool TryGetPosition(ref EvaluationFrame frame, ForeignHash hash, out ulong position)
    {
        Span<char> number = stackalloc char[GrayValue.MaxNumberLength];
        ReadOnlySpan<char> text = number;
        switch (_kind)
        {
            case SubjectKind.User:
                text = frame.Context.UserId;
                break;
            case SubjectKind.Region:
                text = frame.Context.Region;
                break;
            case SubjectKind.Instance:
                text = _name;
                break;
            case SubjectKind.Attribute:
                text = BucketingText.Of(frame.Context[_name], number);
                break;
            default:
                // As a text it is hashed with the salt, so that two shares are drawn apart.
                frame.RequestHash.TryFormat(number, out var written, provider: CultureInfo.InvariantCulture);
                text = number[..written];
                break;
        }

        position = text.Length > 0 ? hash.PositionOf(text) : 0;
        return text.Length > 0;
    }

    /// <summary>The end of a sentence about a context without the unit: an attribute whose name differs in case only. Empty when there is none.</summary>
    public string Hint(GrayContext context) => _kind == SubjectKind.Attribute ? ContextAttribute.CaseHint(context, _name) : "";

    public override string ToString() => _kind switch
    {
        SubjectKind.Attribute => $"attribute '{_name}'",
        SubjectKind.Instance => $"instance '{_name}'",
        _ => _name,
    };

    private bool TryGetOtherHash(ref EvaluationFrame frame, out ulong hash)
    {
        switch (_kind)
        {
            case SubjectKind.Region:
                return frame.Context.TryGetRegionHash(out hash);
            case SubjectKind.Attribute:
                return frame.Context.TryGetAttributeHash(_name, out hash);
            case SubjectKind.Instance:
                hash = _hash;
                return true;
            default:
                hash = frame.RequestHash;
                return true;
        }
    }
}
