using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>The summaries of types and properties, as they stand in the code.</summary>
internal sealed partial class XmlTexts
{
    private readonly Dictionary<string, XElement> _members = new[] { "GrayFlags", "GrayFlags.Dashboard" }
        .SelectMany(static name => XDocument.Load(Path.Combine(AppContext.BaseDirectory, name + ".xml")).Descendants("member"))
        .GroupBy(static member => member.Attribute("name")!.Value)
        .ToDictionary(static group => group.Key, static group => group.First());

    public string? Of(Type type) => Text(_members.GetValueOrDefault($"T:{type.FullName!.Replace('+', '.')}")?.Element("summary"));

    public string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!.FullName!.Replace('+', '.');
        return Text(_members.GetValueOrDefault($"P:{type}.{property.Name}")?.Element("summary"))
            ?? Text(_members.GetValueOrDefault($"T:{type}")?.Elements("param").FirstOrDefault(each => each.Attribute("name")!.Value == property.Name));
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        foreach (var reference in element.Descendants().Where(static each => each.Attribute("cref") is not null && each.IsEmpty).ToList())
        {
            reference.ReplaceWith(reference.Attribute("cref")!.Value.Split('.')[^1].Split('(')[0]);
        }

        return Spaces().Replace(element.Value, " ").Trim() is { Length: > 0 } text ? text : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
