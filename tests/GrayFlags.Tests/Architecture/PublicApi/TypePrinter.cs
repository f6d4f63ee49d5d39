using System.Reflection;
using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints the line that introduces a type.</summary>
internal static class TypePrinter
{
    public static string Header(Type type)
    {
        var attributes = AttributePrinter.Print(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var signature = MemberPrinter.Signature(type.GetMethod("Invoke")!, Name(type));
            return $"{attributes}delegate {signature}{ConstraintPrinter.Print(type.GetGenericArguments())}";
        }

        var parents = Parents(type).ToArray();
        var list = parents.Length == 0 ? "" : $" : {string.Join(", ", parents)}";
        return $"{attributes}{Kind(type)} {Name(type)}{list}{ConstraintPrinter.Print(type.GetGenericArguments())}";
    }

    public static bool IsRecord(Type type) =>
        type.GetMethod(
            "PrintMembers",
            BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)?.IsDefined(typeof(CompilerGeneratedAttribute)) is true;

    private static string Kind(Type type)
    {
        var record = IsRecord(type) ? "record " : "";
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            return $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        }

        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => $"abstract {record}class",
            (false, true) => $"sealed {record}class",
            _ => $"{record}class",
        };
    }

    // A nested type's own arguments come after those of the type it is nested in.
    private static string Name(Type type)
    {
        var name = type.Name.Split('`')[0];
        var outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = type.GetGenericArguments().Skip(outer).Select(Parameter).ToArray();
        var full = own.Length == 0 ? name : $"{name}<{string.Join(", ", own)}>";
        return type.DeclaringType is { } declaring ? $"{Name(declaring)}.{full}" : full;
    }

    private static string Parameter(Type type) => (type.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => $"out {type.Name}",
        GenericParameterAttributes.Contravariant => $"in {type.Name}",
        _ => type.Name,
    };

    private static IEnumerable<string> Parents(Type type)
    {
        if (type.IsEnum)
        {
            return [TypeName.Of(Enum.GetUnderlyingType(type))];
        }

        var all = type.GetInterfaces();
        var own = all.Except(all.SelectMany(each => each.GetInterfaces())).Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(each => each.IsVisible && !(IsRecord(type) && each == typeof(IEquatable<>).MakeGenericType(type)))
            .Select(each => TypeName.Of(each))
            .Order(StringComparer.Ordinal);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? own.Prepend(TypeName.Of(parent)) : own;
    }
}
