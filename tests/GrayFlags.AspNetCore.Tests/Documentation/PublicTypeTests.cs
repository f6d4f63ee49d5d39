using System.Reflection;
using System.Runtime.CompilerServices;
using GrayFlags.Dashboard;
using GrayFlags.Tests.Documentation;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>Every public type is named on some page: a class of extensions by its methods, an attribute as it is written.</summary>
public sealed class PublicTypeTests
{
    private static readonly HashSet<string> Words = [.. PageFiles.All.SelectMany(page => WordsOf(PageFiles.Read(page)))];

    private static IEnumerable<Type> Types =>
        new[] { typeof(IGrayEvaluator), typeof(GrayAspNetCoreOptions), typeof(GrayDashboardOptions), typeof(PostgreSqlOptions) }
            .SelectMany(type => type.Assembly.GetExportedTypes());

    [Test]
    public void PublicTypes_AreNamedOnPages()
    {
        var missing = Types.SelectMany(NamesOf).Distinct().Where(name => !Words.Contains(name)).Order(StringComparer.Ordinal);

        Assert.That(missing, Is.Empty, "name each where it belongs, for example below \"API\" at the end of a page");
    }

    private static IEnumerable<string> NamesOf(Type type)
    {
        if (type.IsDefined(typeof(ExtensionAttribute)))
        {
            return type.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name);
        }

        var name = type.Name.Split('`')[0];
        return [type.IsSubclassOf(typeof(Attribute)) ? name[..^"Attribute".Length] : name];
    }

    private static string[] WordsOf(string text) =>
        string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) ? character : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
