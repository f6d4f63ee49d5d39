using System.Reflection;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints the <c>where</c> clauses of type parameters.</summary>
internal static class ConstraintPrinter
{
    private const string Unmanaged = "System.Runtime.CompilerServices.IsUnmanagedAttribute";

    public static string Print(IEnumerable<Type> parameters) => string.Concat(parameters
        .Select(parameter => (parameter.Name, Clauses: string.Join(", ", Clauses(parameter))))
        .Where(parameter => parameter.Clauses.Length > 0)
        .Select(parameter => $" where {parameter.Name} : {parameter.Clauses}"));

    private static IEnumerable<string> Clauses(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            yield return parameter.GetCustomAttributesData().Any(attribute => attribute.AttributeType.FullName == Unmanaged) ? "unmanaged" : "struct";
        }
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return NullableFlag.Of(parameter) == NullableFlag.Annotated ? "class?" : "class";
        }
        else if (parameter.GetGenericParameterConstraints().Length == 0 && NullableFlag.Of(parameter) == NullableFlag.NotAnnotated)
        {
            yield return "notnull";
        }

        foreach (var constraint in parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)))
        {
            yield return TypeName.Of(constraint);
        }

        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            yield return "new()";
        }

        if (flags.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            yield return "allows ref struct";
        }
    }
}
