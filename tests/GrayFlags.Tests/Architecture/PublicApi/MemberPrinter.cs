using System.Reflection;
using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints a member as C# would declare it.</summary>
internal static class MemberPrinter
{
    public const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Constants and fields, constructors, properties, events, methods.</summary>
    public static int Rank(MemberInfo member) => member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };

    public static bool IsVisible(MemberInfo member) => member switch
    {
        _ when ApiPrinter.IsUnspeakable(member) => false,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisibleMethod) && !IsSynthesized(property.GetMethod),
        EventInfo handler => IsVisibleMethod(handler.AddMethod!),
        ConstructorInfo { IsStatic: true } => false,
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => false,
        MethodBase method => IsVisibleMethod(method) && !IsSynthesized(method),
        _ => false,
    };

    public static string Print(MemberInfo member) => AttributePrinter.Print(member) + member switch
    {
        FieldInfo { IsLiteral: true } field => $"const {TypeName.Of(field)} {field.Name} = {LiteralPrinter.Print(field.GetRawConstantValue())}",
        FieldInfo field =>
            $"{Access(field.IsPublic)}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeName.Of(field)} {field.Name}",
        ConstructorInfo constructor =>
            $"{Access(constructor.IsPublic)}{constructor.DeclaringType!.Name.Split('`')[0]}{Parameters(constructor.GetParameters())}",
        PropertyInfo property => Property(property),
        EventInfo handler => $"{Modifiers(handler.AddMethod!)}event {TypeName.Of(handler)} {handler.Name}",
        MethodInfo method =>
            $"{Modifiers(method)}{Signature(method, method.Name + TypeParameters(method))}{ConstraintPrinter.Print(method.GetGenericArguments())}",
        _ => throw new InvalidOperationException($"The member {member} is of no known kind."),
    };

    public static string Signature(MethodInfo method, string name) =>
        $"{AttributePrinter.Print(method.ReturnParameter)}{TypeName.Of(method.ReturnParameter)} "
        + $"{name}{Parameters(method.GetParameters(), method.IsDefined(typeof(ExtensionAttribute)))}";

    private static string Property(PropertyInfo property)
    {
        var widest = property.GetAccessors(nonPublic: true).OrderByDescending(accessor => accessor.IsPublic).First();
        // The accessor's own parameters, since the nullable metadata is theirs.
        var index = widest.GetParameters()[..property.GetIndexParameters().Length];
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(ParameterPrinter.Print))}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var accessors = Accessor(property.GetMethod, "get") + Accessor(property.SetMethod, IsInit(property) ? "init" : "set");
        return $"{Modifiers(widest)}{required}{TypeName.Of(property)} {name} {{ {accessors}}}";

        string Accessor(MethodInfo? accessor, string keyword) =>
            accessor is null || !IsVisibleMethod(accessor) ? "" : $"{(widest.IsPublic ? Access(accessor.IsPublic) : "")}{keyword}; ";
    }

    private static string Modifiers(MethodInfo method)
    {
        var inInterface = method.DeclaringType!.IsInterface;
        var reach = method.IsStatic ? "static " : "";
        var dispatch = (method.IsAbstract, method.IsVirtual && !method.IsFinal) switch
        {
            (true, _) when inInterface && !method.IsStatic => "",
            (true, _) when method.GetBaseDefinition() == method => "abstract ",
            (true, _) => "abstract override ",
            (_, true) when method.GetBaseDefinition() == method => "virtual ",
            (_, true) => "override ",
            _ => method.GetBaseDefinition() == method ? "" : "sealed override ",
        };
        return Access(method.IsPublic) + reach + dispatch;
    }

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) is true;

    private static string TypeParameters(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(ParameterInfo[] parameters, bool isExtension = false) =>
        $"({(isExtension ? "this " : "")}{string.Join(", ", parameters.Select(ParameterPrinter.Print))})";

    private static string Access(bool isPublic) => isPublic ? "" : "protected ";

    private static bool IsVisibleMethod(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What every record brings (equality, printing, copying) is said by the word record.
    private static bool IsSynthesized(MethodBase? method) =>
        method is { IsSpecialName: false } or { Name: "op_Equality" or "op_Inequality" or "get_EqualityContract" }
        && method.IsDefined(typeof(CompilerGeneratedAttribute));
}
