using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>
/// The maximum costs of an answer's parts, in steps of some 20 nanoseconds: added up over everything that one answer may have to evaluate, and capped.
/// </summary>
/// <remarks>
/// Each was measured at its worst: with the longest texts that are read, made for the operator. A usual answer takes a small part of it.
/// Adding up cannot overflow: a cost above the limit is a problem, and is not added further.
/// </remarks>
internal static class EvaluationCost
{
    /// <summary>A region of 128 characters in 64 levels.</summary>
    public const int Regions = 16;

    /// <summary>A segment beside its conditions: it is asked for its users, and found somewhere in memory.</summary>
    public const int Segment = 4;

    public const int Window = 2;
    public const int Recurrence = 4;

    /// <summary>A bucket of a subject whose hash is known.</summary>
    public const int Bucket = 2;

    /// <summary>A hash of another system, at the worst a cryptographic one, of the salt and an id.</summary>
    public const int ForeignHash = 32;

    /// <summary>A condition of the app's own, about which nothing is known.</summary>
    public const int Custom = 16;

    /// <summary>A look into the context, and one into an override.</summary>
    public const int Attribute = 2;

    /// <summary>A look for an override before a required flag is asked.</summary>
    public const int Flag = 4;

    /// <summary>An address of 100 characters, read and looked up.</summary>
    public const int Address = 16;

    /// <summary>A version of 256 characters.</summary>
    public const int Version = 16;

    /// <summary>A number or an instant in a text.</summary>
    public const int Order = 4;

    /// <summary>The factor by which texts take longer when case is ignored, at the worst: each letter outside ASCII is folded by a table.</summary>
    public const int AnyCase = 8;

    private const int CharactersAStep = 256;

    /// <summary>A text of this length, compared or hashed.</summary>
    public static long OfText(int length) => 1 + (length / CharactersAStep);

    /// <summary>A text that is sought in one of the longest that are searched, which is made so that it nearly begins at every second character.</summary>
    public static long OfSearch(int sought, int longest) => sought > longest ? 1 : 1 + (longest / 25) + ((longest - sought) * (long)sought / 800);

    /// <summary>The longest text that is matched, character by character, once the pattern's automaton is built.</summary>
    public static long OfPattern(int longest) => 1 + (longest / 2);

    public static long Of(IReadOnlyList<Condition> conditions)
    {
        var steps = 0L;
        for (var index = 0; index < conditions.Count; index++)
        {
            steps += conditions[index].Steps;
        }

        return steps;
    }

    public static long Of(IReadOnlyList<Rule> rules)
    {
        var steps = 0L;
        for (var index = 0; index < rules.Count; index++)
        {
            steps += rules[index].Steps;
        }

        return steps;
    }
}
