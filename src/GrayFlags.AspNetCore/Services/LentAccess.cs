using System.Reflection;
using System.Reflection.Emit;

namespace GrayFlags.AspNetCore.Services;

/// <summary>
/// Grants an emitted assembly access to internals of others. The runtime knows the attribute by its name, as for <see cref="DispatchProxy"/>; no library has
/// it.
/// </summary>
internal sealed class LentAccess(AssemblyBuilder assembly, ModuleBuilder module)
{
    private const string Name = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";

    private readonly HashSet<Assembly> _allowed = [];
    private readonly HashSet<Type> _seen = [];

    public void Allow(IEnumerable<Type> interfaces)
    {
        foreach (var one in interfaces)
        {
            Collect(one);
        }

        var attribute = Define();
        foreach (var allowed in _allowed)
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [allowed.GetName().Name]));
        }
    }

    // Including generic arguments: a list of an internal type is internal.
    private void Collect(Type type)
    {
        if (!_seen.Add(type))
        {
            return;
        }

        _allowed.Add(type.Assembly);
        foreach (var argument in type.GetGenericArguments())
        {
            Collect(argument);
        }

        if (type.GetElementType() is { } element)
        {
            Collect(element);
        }
    }

    private ConstructorBuilder Define()
    {
        var type = module.DefineType(Name, TypeAttributes.Public, typeof(Attribute));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        return constructor;
    }
}
