using System.Reflection;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Reads the compiler's nullable metadata where <see cref="NullabilityInfoContext"/> does not: on type parameters.</summary>
internal static class NullableFlag
{
    public const byte NotAnnotated = 1;
    public const byte Annotated = 2;

    private const string Own = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Context = "System.Runtime.CompilerServices.NullableContextAttribute";

    /// <summary>The flag of a type parameter's constraint, or of what surrounds it where it bears none.</summary>
    public static byte? Of(Type parameter) =>
        Read(parameter.GetCustomAttributesData(), Own) ?? Around((MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType);

    /// <summary>The flag of the outermost type of a parameter or a returned value.</summary>
    public static byte? Of(ParameterInfo parameter) => Read(parameter.GetCustomAttributesData(), Own) ?? Around(parameter.Member);

    /// <summary>The flag of the outermost type of a field, a property or an event.</summary>
    public static byte? Of(MemberInfo member) => Read(member.GetCustomAttributesData(), Own) ?? Around(member);

    private static byte? Around(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (Read(member.GetCustomAttributesData(), Context) is { } flag)
            {
                return flag;
            }
        }

        return null;
    }

    private static byte? Read(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == name)?.ConstructorArguments[0].Value switch
        {
            byte flag => flag,
            IReadOnlyList<CustomAttributeTypedArgument> flags => (byte)flags[0].Value!,
            _ => null,
        };
}
