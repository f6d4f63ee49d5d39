using System.Reflection;
using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints the name of a type as C# writes it, with the question marks of nullable reference types.</summary>
internal static class TypeName
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    public static string Of(FieldInfo field) => Annotate(field.FieldType, Nullability.Create(field), NullableFlag.Of(field));

    public static string Of(PropertyInfo property) => Annotate(property.PropertyType, Nullability.Create(property), NullableFlag.Of(property));

    public static string Of(EventInfo handler) => Annotate(handler.EventHandlerType!, Nullability.Create(handler), NullableFlag.Of(handler));

    // A returned reference is said by the type; how a parameter is passed, by its own printer.
    public static string Of(ParameterInfo parameter)
    {
        var name = Annotate(parameter.ParameterType, Nullability.Create(parameter), NullableFlag.Of(parameter));
        var isReturnedByRef = parameter.Position < 0 && parameter.ParameterType.IsByRef;
        return !isReturnedByRef ? name : parameter.IsDefined(typeof(IsReadOnlyAttribute)) ? $"ref readonly {name}" : $"ref {name}";
    }

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Plain(underlying, nullability)}?";
        }

        var isNullable = !type.IsValueType && !type.IsGenericParameter && nullability is { ReadState: NullabilityState.Nullable };
        return isNullable ? $"{Plain(type, nullability)}?" : Plain(type, nullability);
    }

    // The context calls every unconstrained T nullable; only the compiler's own flag tells T? from T.
    private static string Annotate(Type type, NullabilityInfo nullability, byte? flag)
    {
        var bare = type.IsByRef ? type.GetElementType()! : type;
        var mark = bare.IsGenericParameter && flag == NullableFlag.Annotated ? "?" : "";
        return Of(bare, nullability) + mark;
    }

    private static string Plain(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return $"{Of(type.GetElementType()!)}*";
        }

        var name =
            type.IsNested && !type.IsGenericParameter ? $"{Plain(type.DeclaringType!, null).Split('<')[0]}.{type.Name.Split('`')[0]}" : type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 0)
        {
            return name;
        }

        var known = nullability?.GenericTypeArguments is { } each && each.Length == arguments.Length ? each : null;
        return $"{name}<{string.Join(", ", arguments.Select((argument, i) => Of(argument, known?[i])))}>";
    }
}
