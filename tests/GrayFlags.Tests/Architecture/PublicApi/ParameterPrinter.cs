using System.Reflection;
using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints a parameter with its attributes, way of passing, type, name and default.</summary>
internal static class ParameterPrinter
{
    public static string Print(ParameterInfo parameter)
    {
        var isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        return $"{AttributePrinter.Print(parameter)}{(isParams ? "params " : "")}{Passing(parameter)}{TypeName.Of(parameter)} "
            + $"{parameter.Name}{Default(parameter)}";
    }

    private static string Passing(ParameterInfo parameter)
    {
        if (!parameter.ParameterType.IsByRef)
        {
            return "";
        }

        if (parameter.IsDefined(typeof(RequiresLocationAttribute)))
        {
            return "ref readonly ";
        }

        return parameter.IsOut ? "out " : parameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "in " : "ref ";
    }

    // The metadata keeps an enum's default as its number, and none at all for the default of another struct.
    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
        {
            return "";
        }

        var type = parameter.ParameterType;
        return parameter.RawDefaultValue switch
        {
            null when type.IsValueType && Nullable.GetUnderlyingType(type) is null => " = default",
            { } value when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named => $" = {named.Name}.{Enum.ToObject(named, value)}",
            var value => $" = {LiteralPrinter.Print(value)}",
        };
    }
}
