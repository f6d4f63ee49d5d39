using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace GrayFlags.AspNetCore.Services;

/// <summary>Emits types that implement an interface by forwarding each member to an inner instance. Not <see cref="DispatchProxy"/>, which boxes arguments
/// and so cannot pass spans.</summary>
[UnconditionalSuppressMessage(
    "Trimming", "IL2070", Justification = "Members of the interface that nobody calls may be trimmed: nobody calls them through this either.")]
[UnconditionalSuppressMessage("Trimming", "IL2065", Justification = "As above.")]
[UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above; nothing is made of the base type of a constraint.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
[UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "As above; the constraints are those of the method itself.")]
internal static class LentType
{
    /// <summary>The name of the static factory method.</summary>
    public const string Factory = "Of";

    private const MethodAttributes Explicit =
        MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot;

    [RequiresDynamicCode("Emits a type.")]
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
    public static Type Make(Type service)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("GrayFlags.Lent"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("GrayFlags.Lent");
        Type[] interfaces = [service, .. service.GetInterfaces()];
        new LentAccess(assembly, module).Allow(interfaces);
        var type = module.DefineType("Lent", TypeAttributes.Public | TypeAttributes.Sealed, typeof(object), interfaces);
        var inner = type.DefineField("_inner", service, FieldAttributes.Private | FieldAttributes.InitOnly);
        AddFactory(type, service, AddConstructor(type, service, inner));
        foreach (var part in interfaces)
        {
            // Except members that an interface has sealed for its base interfaces: the inner instance has them as well.
            const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (var method in part.GetMethods(all).Where(method => method is { IsVirtual: true, IsFinal: false }))
            {
                Add(type, inner, method);
            }
        }

        AddObject(type, inner);
        return type.CreateType();
    }

    // What every object has. Two that stand for one are equal as that is to itself.
    private static void AddObject(TypeBuilder type, FieldBuilder inner)
    {
        foreach (var method in new[] { typeof(object).GetMethod(nameof(ToString), [])!, typeof(object).GetMethod(nameof(GetHashCode), [])! })
        {
            var code = Override(type, method);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, inner);
            code.Emit(OpCodes.Callvirt, method);
            code.Emit(OpCodes.Ret);
        }

        var equals = typeof(object).GetMethod(nameof(Equals), [typeof(object)])!;
        var compare = Override(type, equals);
        var isOther = compare.DefineLabel();
        compare.Emit(OpCodes.Ldarg_1);
        compare.Emit(OpCodes.Isinst, type);
        compare.Emit(OpCodes.Brfalse, isOther);
        compare.Emit(OpCodes.Ldarg_1);
        compare.Emit(OpCodes.Castclass, type);
        compare.Emit(OpCodes.Ldfld, inner);
        compare.Emit(OpCodes.Starg, (short)1);
        compare.MarkLabel(isOther);
        compare.Emit(OpCodes.Ldarg_0);
        compare.Emit(OpCodes.Ldfld, inner);
        compare.Emit(OpCodes.Ldarg_1);
        compare.Emit(OpCodes.Callvirt, equals);
        compare.Emit(OpCodes.Ret);
    }

    private static ILGenerator Override(TypeBuilder type, MethodInfo method) => type.DefineMethod(
        method.Name,
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig,
        CallingConventions.HasThis,
        method.ReturnType,
        Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType)).GetILGenerator();

    private static ConstructorBuilder AddConstructor(TypeBuilder type, Type service, FieldBuilder inner)
    {
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [service]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Stfld, inner);
        code.Emit(OpCodes.Ret);
        return constructor;
    }

    private static void AddFactory(TypeBuilder type, Type service, ConstructorBuilder constructor)
    {
        var code = type.DefineMethod(Factory, MethodAttributes.Public | MethodAttributes.Static, service, [service]).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Newobj, constructor);
        code.Emit(OpCodes.Ret);
    }

    [RequiresDynamicCode("Emits a type.")]
    private static void Add(TypeBuilder type, FieldBuilder inner, MethodInfo method)
    {
        var made = type.DefineMethod($"{method.DeclaringType}.{method.Name}", Explicit, CallingConventions.HasThis);
        var generics = method.IsGenericMethodDefinition ? AddGenerics(made, method.GetGenericArguments()) : [];
        var parameters = method.GetParameters();
        made.SetSignature(
            method.ReturnType,
            method.ReturnParameter.GetRequiredCustomModifiers(),
            method.ReturnParameter.GetOptionalCustomModifiers(),
            Array.ConvertAll(parameters, parameter => parameter.ParameterType),
            Array.ConvertAll(parameters, parameter => parameter.GetRequiredCustomModifiers()),
            Array.ConvertAll(parameters, parameter => parameter.GetOptionalCustomModifiers()));
        var code = made.GetILGenerator();
        if (method.DeclaringType == typeof(IDisposable) || method.DeclaringType == typeof(IAsyncDisposable))
        {
            AddNothing(code, method.ReturnType);
        }
        else
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, inner);
            for (var place = 1; place <= parameters.Length; place++)
            {
                code.Emit(OpCodes.Ldarg, (short)place);
            }

            code.Emit(OpCodes.Callvirt, generics.Length == 0 ? method : method.MakeGenericMethod(generics));
            code.Emit(OpCodes.Ret);
        }

        type.DefineMethodOverride(made, method);
    }

    // The lender disposes it.
    private static void AddNothing(ILGenerator code, Type returned)
    {
        if (returned != typeof(void))
        {
            code.Emit(OpCodes.Ldloc, code.DeclareLocal(returned));
        }

        code.Emit(OpCodes.Ret);
    }

    private static GenericTypeParameterBuilder[] AddGenerics(MethodBuilder made, Type[] given)
    {
        var generics = made.DefineGenericParameters(Array.ConvertAll(given, one => one.Name));
        for (var place = 0; place < given.Length; place++)
        {
            generics[place].SetGenericParameterAttributes(given[place].GenericParameterAttributes);
            var constraints = given[place].GetGenericParameterConstraints();

            // Several may be no interfaces: a class and a parameter, or those of unmanaged enums. One is the base, and the rest constrain as interfaces do.
            var rest = constraints;
            if (Array.Find(constraints, constraint => !constraint.IsInterface) is { } ancestor)
            {
                rest = Array.FindAll(constraints, constraint => constraint != ancestor);
                generics[place].SetBaseTypeConstraint(ancestor);
            }

            generics[place].SetInterfaceConstraints(rest);
        }

        return generics;
    }
}
