namespace GrayFlags.Tool.Rules;

/// <summary>Stands in for a condition of the app's own, which the command does not know: the same answer for everyone.</summary>
/// <param name="holds">The answer.</param>
/// <param name="parameters">The names of all parameters that documents give it; whatever they are, they are right.</param>
internal sealed class StandInCondition(bool holds, IReadOnlyCollection<string> parameters) : IGrayCondition
{
    public GrayConditionTest Compile(GrayConditionParameters given)
    {
        ArgumentNullException.ThrowIfNull(given);

        foreach (var name in parameters)
        {
            given.GetJson(name);
        }

        return (_, _) => holds;
    }
}
