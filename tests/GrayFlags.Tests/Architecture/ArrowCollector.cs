namespace GrayFlags.Tests.Architecture;

/// <summary>Draws the arrows between the types of one assembly from what was compiled, not from what a source file says it uses.</summary>
internal static class ArrowCollector
{
    public static IReadOnlyList<Arrow> Collect(IEnumerable<Type> types)
    {
        var arrows = new HashSet<Arrow>();
        foreach (var type in types)
        {
            var from = Outermost(type);
            foreach (var referenced in TypeReferences.Of(type))
            {
                var to = Outermost(referenced);
                if (to != from && to.Assembly == from.Assembly)
                {
                    arrows.Add(new Arrow(from, to));
                }
            }
        }

        return [.. arrows];
    }

    // Lambdas, iterators, async methods and generated structs live in types nested in the one that was written.
    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return type;
    }
}
