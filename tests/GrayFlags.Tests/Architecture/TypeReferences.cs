using System.Reflection;

namespace GrayFlags.Tests.Architecture;

/// <summary>Every type that a type refers to: in its shape, in the signatures of its members, and in their bodies.</summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new TypeBag();
        found.Add(type.BaseType);
        found.AddAll(OwnInterfaces(type));
        found.AddConstraints(type.GetGenericArguments());
        found.AddAttributes(type);
        foreach (var member in type.GetMembers(Declared))
        {
            found.AddAttributes(member);
            AddMember(found, member);
        }

        return found.Types;
    }

    private static void AddMember(TypeBag found, MemberInfo member)
    {
        switch (member)
        {
            case FieldInfo field:
                found.Add(field.FieldType);
                break;
            case PropertyInfo property:
                found.Add(property.PropertyType);
                break;
            case EventInfo handler:
                found.Add(handler.EventHandlerType);
                break;
            case MethodBase method:
                AddSignature(found, method);
                AddBody(found, method);
                break;
        }
    }

    private static void AddSignature(TypeBag found, MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var returned } info)
        {
            found.Add(returned);
            found.AddConstraints(info.GetGenericArguments());
        }

        foreach (var parameter in method.GetParameters())
        {
            found.Add(parameter.ParameterType);
            found.AddAttributes(parameter);
        }
    }

    private static void AddBody(TypeBag found, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        found.AddAll(body.LocalVariables.Select(local => local.LocalType));
        found.AddAll(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType!));
        foreach (var member in IlReader.Members(method, body))
        {
            AddUsed(found, member);
        }
    }

    // What a called member hands back counts as well: a debug build keeps it in a local variable and a release build on the
    // stack, and the test must say the same of both.
    private static void AddUsed(TypeBag found, MemberInfo member)
    {
        found.Add(member as Type ?? member.DeclaringType);
        switch (member)
        {
            case FieldInfo field:
                found.Add(field.FieldType);
                break;
            case MethodInfo method:
                found.Add(method.ReturnType);
                found.AddAll(method.GetGenericArguments());
                break;
        }
    }

    // Reflection lists inherited interfaces too; those are their heirs' affair.
    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        var all = type.GetInterfaces();
        return all.Except(all.SelectMany(each => each.GetInterfaces())).Except(type.BaseType?.GetInterfaces() ?? []);
    }
}
