namespace GrayFlags.Rules.Operators;

/// <summary><c>sem_ver</c> of flagd: an attribute and a version, both of which have to be versions, whatever is asked of them.</summary>
internal sealed class JsonLogicVersion(string relation, string version)
{
    private static readonly string[] Relations = ["=", "!=", "<", "<=", ">", ">=", "^", "~"];

    public static bool IsRelation(string text) => Relations.Contains(text, StringComparer.Ordinal);

    public bool Holds(GrayValue value) => value.Kind switch
    {
        GrayValueKind.Text => Holds(value.Text),
        GrayValueKind.Number => Holds(value.NumberText(stackalloc char[GrayValue.MaxNumberLength])),
        _ => false,
    };

    private bool Holds(ReadOnlySpan<char> text)
    {
        if (!SemanticVersion.TryParse(text, out var left, out _) || !SemanticVersion.TryParse(version, out var right, out _))
        {
            return false;
        }

        var order = left.CompareTo(right);
        return relation switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "^" => left.Major == right.Major,
            _ => left.Major == right.Major && left.Minor == right.Minor,
        };
    }
}
