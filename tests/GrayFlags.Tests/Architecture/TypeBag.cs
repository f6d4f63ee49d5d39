using System.Reflection;

namespace GrayFlags.Tests.Architecture;

/// <summary>A set of types that takes constructed types apart: the array's element, the generic's definition and its arguments.</summary>
internal sealed class TypeBag
{
    private readonly HashSet<Type> _types = [];

    public IReadOnlySet<Type> Types => _types;

    public void AddAll(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            Add(type);
        }
    }

    public void Add(Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.IsFunctionPointer)
        {
            Add(type.GetFunctionPointerReturnType());
            AddAll(type.GetFunctionPointerParameterTypes());
        }
        else if (type.HasElementType)
        {
            Add(type.GetElementType());
        }
        else if (type.IsConstructedGenericType)
        {
            _types.Add(type.GetGenericTypeDefinition());
            AddAll(type.GetGenericArguments());
        }
        else
        {
            _types.Add(type);
        }
    }

    public void AddConstraints(IEnumerable<Type> genericArguments)
    {
        foreach (var parameter in genericArguments.Where(argument => argument.IsGenericParameter))
        {
            AddAll(parameter.GetGenericParameterConstraints());
        }
    }

    public void AddAttributes(MemberInfo member) => AddAttributes(member.GetCustomAttributesData());

    public void AddAttributes(ParameterInfo parameter) => AddAttributes(parameter.GetCustomAttributesData());

    private void AddAttributes(IList<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue)))
            {
                Add(argument.ArgumentType);
                Add(argument.Value as Type);
            }
        }
    }
}
