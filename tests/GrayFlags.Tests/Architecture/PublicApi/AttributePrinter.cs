using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints the attributes that a caller, his compiler or his trimmer acts on.</summary>
internal static class AttributePrinter
{
    private static readonly Type[] Told = [typeof(FlagsAttribute), typeof(ObsoleteAttribute), typeof(EditorBrowsableAttribute)];

    public static string Print(MemberInfo member) => Print(member.GetCustomAttributesData());

    public static string Print(ParameterInfo parameter) => Print(parameter.GetCustomAttributesData());

    // The compiler marks each constructor of a type with required members as obsolete for compilers that do not know them.
    private static string Print(IList<CustomAttributeData> attributes) =>
        string.Concat(
            attributes.Where(attribute => IsTold(attribute) && !(attribute.AttributeType == typeof(ObsoleteAttribute) && attributes.Any(IsForOldCompilers)))
                .Select(attribute => $"[{Show(attribute)}] ")
                .Order(StringComparer.Ordinal));

    private static bool IsTold(CustomAttributeData attribute) =>
        Told.Contains(attribute.AttributeType)
        || (attribute.AttributeType.Namespace == typeof(NotNullWhenAttribute).Namespace && attribute.AttributeType != typeof(ExcludeFromCodeCoverageAttribute));

    private static bool IsForOldCompilers(CustomAttributeData attribute) => attribute.AttributeType == typeof(CompilerFeatureRequiredAttribute);

    private static string Show(CustomAttributeData attribute)
    {
        var name = attribute.AttributeType.Name[..^nameof(Attribute).Length];
        var arguments = attribute.ConstructorArguments.Select(argument => LiteralPrinter.Print(argument.Value))
            .Concat(attribute.NamedArguments.Select(argument => $"{argument.MemberName} = {LiteralPrinter.Print(argument.TypedValue.Value)}"))
            .ToArray();
        return arguments.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }
}
