using System.Reflection;
using GrayFlags.Tests.Documentation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>Compiles a block as somebody would who copies it: no using but its own.</summary>
internal static class BlockCompiler
{
    public const string AnApp = "an app";
    public const string BlockType = "Block";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);
    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() => [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    private static readonly Lazy<SyntaxTree> App = new(() => Parse(File.ReadAllText(InOutput("Documentation", "Surroundings", "App.cs")), "App.cs"));

    // The only generator of the framework that an app calls by name.
    private static readonly Lazy<IIncrementalGenerator> JsonGenerator = new(() =>
        (IIncrementalGenerator)Activator.CreateInstance(
            Assembly.LoadFrom(InOutput("Generators", "System.Text.Json.SourceGeneration.dll"))
                .GetTypes()
                .Single(type => type.IsDefined(typeof(GeneratorAttribute))))!);

    /// <summary>A block with its surroundings, and with the one above when it is marked <c>with: the block above</c>.</summary>
    public static CSharpCompilation Compile(MarkdownBlock block)
    {
        var blocks = WithAbove(block).ToList();
        var trees = blocks.Select(Tree).ToList();
        var isProgram = block.Surroundings is null && trees.Any(tree => Statements(tree).Any());
        if (blocks.Any(one => one.Surroundings == AnApp))
        {
            trees.Add(App.Value);
        }

        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create($"Block{block.Line}", trees, References.Value, options);
        if (!blocks.Any(one => one.Text.Contains("JsonSerializerContext", StringComparison.Ordinal)))
        {
            return compilation;
        }

        CSharpGeneratorDriver.Create([JsonGenerator.Value.AsSourceGenerator()], parseOptions: Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return (CSharpCompilation)generated;
    }

    /// <summary>The errors of a block, with its lines as the page counts them; warnings are none.</summary>
    public static IEnumerable<string> Errors(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());

    private static IEnumerable<MarkdownBlock> WithAbove(MarkdownBlock block)
    {
        yield return block;
        if (!block.Marks.ContainsKey("with"))
        {
            yield break;
        }

        var above = PageFiles.Above(block, other => other.IsCode) ?? throw new FormatException($"{block}: there is no block of C# above.");
        foreach (var other in WithAbove(above))
        {
            yield return other;
        }
    }

    private static SyntaxTree Tree(MarkdownBlock block)
    {
        var tree = Parse($"#line {block.Line + 1} \"{block.Page}\"\n{block.Text}", block.Page);
        if (block.Surroundings != AnApp || !Statements(tree).Any())
        {
            return tree;
        }

        // Where its own usings end, the method begins, and it ends before the block's types.
        var root = (CompilationUnitSyntax)tree.GetRoot();
        var text = root.ToFullString();
        var from = Statements(tree).First().FullSpan.Start;
        var to = Statements(tree).Last().FullSpan.End;
        var line = tree.GetMappedLineSpan(new TextSpan(from, 0)).StartLinePosition.Line + 1;
        return Parse(
            $$"""
            {{text[..from]}}
            internal sealed class {{BlockType}} : App
            {
                public override async System.Threading.Tasks.Task RunAsync()
                {
                    #line {{line}} "{{block.Page}}"
            {{text[from..to]}}
                    await System.Threading.Tasks.Task.CompletedTask;
                }
            }
            {{text[to..]}}
            """,
            block.Page);
    }

    private static IEnumerable<GlobalStatementSyntax> Statements(SyntaxTree tree) => tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>();

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Language, path);

    private static string InOutput(params ReadOnlySpan<string> path) => Path.Combine([AppContext.BaseDirectory, .. path]);
}
