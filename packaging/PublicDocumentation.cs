using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

/// <summary>Takes out of a documentation file what no user of the assembly can name.</summary>
/// <remarks>
/// MSBuild compiles this file against .NET Standard, which the compiler's own assemblies do not target: they are called by reflection.
/// </remarks>
public sealed class PublicDocumentation : Task
{
    private static readonly string[] PublicAccessibilities = { "Public", "Protected", "ProtectedOrInternal" };

    private MethodInfo _find;
    private object _compilation;

    [Required]
    public string Roslyn { get; set; }

    [Required]
    public string File { get; set; }

    [Required]
    public string Assembly { get; set; }

    [Required]
    public ITaskItem[] References { get; set; }

    public override bool Execute()
    {
        Compile(References.Select(item => item.ItemSpec).Append(Assembly).ToList());
        var document = XDocument.Load(File, LoadOptions.PreserveWhitespace);
        foreach (var member in document.Root.Element("members").Elements("member").Where(member => !IsPublic(member.Attribute("name").Value)).ToList())
        {
            // With the line break and the indentation before it.
            if (member.PreviousNode is XText space)
            {
                space.Remove();
            }

            member.Remove();
        }

        document.Save(File, SaveOptions.DisableFormatting);
        return true;
    }

    private void Compile(List<string> paths)
    {
        var common = System.Reflection.Assembly.LoadFrom(Path.Combine(Roslyn, "Microsoft.CodeAnalysis.dll"));
        var csharp = System.Reflection.Assembly.LoadFrom(Path.Combine(Roslyn, "Microsoft.CodeAnalysis.CSharp.dll"));
        var reference = common.GetType("Microsoft.CodeAnalysis.MetadataReference", throwOnError: true);
        var create = reference.GetMethods().Single(method => method.Name == "CreateFromFile" && method.GetParameters().Length == 3);
        var properties = Activator.CreateInstance(create.GetParameters()[1].ParameterType);
        var references = Array.CreateInstance(reference, paths.Count);
        for (var i = 0; i < paths.Count; i++)
        {
            references.SetValue(create.Invoke(null, new[] { paths[i], properties, null }), i);
        }

        _compilation = csharp.GetType("Microsoft.CodeAnalysis.CSharp.CSharpCompilation", throwOnError: true)
            .GetMethod("Create").Invoke(null, new object[] { "public", null, references, null });
        _find = common.GetType("Microsoft.CodeAnalysis.DocumentationCommentId", throwOnError: true).GetMethod("GetFirstSymbolForDeclarationId");
    }

    private bool IsPublic(string id)
    {
        var symbol = _find.Invoke(null, new[] { id, _compilation });
        if (symbol is null)
        {
            return false;
        }

        for (var part = symbol; part is not null && Read(part, "Kind") != "Namespace"; part = Property(part, "ContainingSymbol"))
        {
            if (!PublicAccessibilities.Contains(Read(part, "DeclaredAccessibility")))
            {
                return false;
            }
        }

        return true;
    }

    private static string Read(object symbol, string property) => Property(symbol, property).ToString();

    // Symbols implement the properties of their interface explicitly.
    private static object Property(object symbol, string name) =>
        symbol.GetType().GetInterface("Microsoft.CodeAnalysis.ISymbol").GetProperty(name).GetValue(symbol);
}
