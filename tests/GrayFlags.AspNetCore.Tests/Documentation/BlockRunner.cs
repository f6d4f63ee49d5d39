using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using GrayFlags.Tests.Documentation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>Runs blocks where their page's documents are files. Console and working directory belong to the process, so one at a time.</summary>
internal static class BlockRunner
{
    /// <summary>Runs a block, and returns what it printed.</summary>
    public static string Run(MarkdownBlock block) => InFolderOf(block, assembly =>
    {
        if (assembly.EntryPoint is { } main)
        {
            Invoke(main, null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        }
        else if (assembly.GetType(BlockCompiler.BlockType) is { } statements)
        {
            Invoke(statements.GetMethod("RunAsync")!, Activator.CreateInstance(statements), []);
        }
        else
        {
            RunTests(block, assembly);
        }
    });

    /// <summary>Compiles a block and calls a static method of it.</summary>
    public static object? Call(MarkdownBlock block, string type, string method, params object[] arguments)
    {
        object? result = null;
        InFolderOf(block, assembly => result = Invoke(assembly.GetType(type, throwOnError: true)!.GetMethod(method)!, null, arguments));
        return result;
    }

    private static void RunTests(MarkdownBlock block, Assembly assembly)
    {
        var tests = assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(Cases).ToList();
        if (tests.Count == 0)
        {
            throw new FormatException($"{block}: there is nothing to run, neither statements nor a test.");
        }

        foreach (var (test, arguments) in tests)
        {
            var fixture = Activator.CreateInstance(test.DeclaringType!);
            using (fixture as IDisposable)
            {
                Invoke(test, fixture, arguments);
            }
        }
    }

    private static IEnumerable<(MethodInfo Test, object?[] Arguments)> Cases(MethodInfo method)
    {
        if (method.IsDefined(typeof(TestAttribute)) || method.IsDefined(typeof(Xunit.FactAttribute)))
        {
            yield return (method, []);
        }

        foreach (var row in method.GetCustomAttributes<TestCaseAttribute>())
        {
            yield return (method, row.Arguments);
        }
    }

    private static string InFolderOf(MarkdownBlock block, Action<Assembly> run)
    {
        using var folder = new TempFolder();
        WriteNearest(folder, "flags.json", block, above => above.IsJson && above.Surroundings is null && !above.Marks.ContainsKey("refused"));
        WriteNearest(folder, "appsettings.json", block, above => above.IsJson && above.Surroundings == "appsettings");
        using var console = new StringWriter();
        var (folderBefore, consoleBefore) = (Environment.CurrentDirectory, Console.Out);
        Environment.CurrentDirectory = folder.Path;
        Console.SetOut(console);
        try
        {
            run(Load(block));
        }
        finally
        {
            Console.SetOut(consoleBefore);
            Environment.CurrentDirectory = folderBefore;
        }

        return console.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static void WriteNearest(TempFolder folder, string file, MarkdownBlock block, Func<MarkdownBlock, bool> isMeant)
    {
        if (PageFiles.Above(block, isMeant) is { } json)
        {
            folder.Write(file, json.Text);
        }
    }

    /// <summary>Compiles a block and loads what came of it.</summary>
    public static Assembly Load(MarkdownBlock block)
    {
        using var image = new MemoryStream();
        var emitted = BlockCompiler.Compile(block).Emit(image);
        if (!emitted.Success)
        {
            throw new FormatException(string.Join('\n', emitted.Diagnostics));
        }

        image.Position = 0;
        return new AssemblyLoadContext($"{block}").LoadFromStream(image);
    }

    private static object? Invoke(MethodInfo method, object? target, object?[] arguments)
    {
        try
        {
            var result = method.Invoke(target, arguments);
            (result as Task)?.GetAwaiter().GetResult();
            return result;
        }
        catch (TargetInvocationException thrown)
        {
            ExceptionDispatchInfo.Throw(thrown.InnerException!);
            throw;
        }
    }
}
