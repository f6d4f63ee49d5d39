using System.Reflection;
using System.Text;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints what a package promises: every visible type and member, in an order that does not depend on the source.</summary>
internal static class ApiPrinter
{
    public static string Print(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var group in types.Where(type => type.IsVisible && !IsUnspeakable(type))
            .GroupBy(type => type.Namespace)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(group.Key).Append('\n');
            foreach (var type in group.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                Print(text, type);
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    public static bool IsUnspeakable(MemberInfo member) => member.Name.Contains('<', StringComparison.Ordinal);

    private static void Print(StringBuilder text, Type type)
    {
        text.Append('\n').Append(TypePrinter.Header(type)).Append('\n');
        foreach (var member in Members(type))
        {
            text.Append("    ").Append(member).Append('\n');
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .OrderBy(field => Convert.ToDecimal(field.GetRawConstantValue(), null))
                .ThenBy(field => field.Name, StringComparer.Ordinal)
                .Select(field => $"{AttributePrinter.Print(field)}{field.Name} = {LiteralPrinter.Print(field.GetRawConstantValue())}");
        }

        return type.GetMembers(MemberPrinter.Declared)
            .Where(MemberPrinter.IsVisible)
            .Select(member => (Kind: MemberPrinter.Rank(member), member.Name, Line: MemberPrinter.Print(member)))
            .OrderBy(member => member.Kind)
            .ThenBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.Line, StringComparer.Ordinal)
            .Select(member => member.Line);
    }
}
