using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>Apps of people who have the packages and nothing of the repository: those in <c>Apps</c>, outside of it, in one build for all tests.</summary>
[SetUpFixture]
internal sealed class Strangers
{
    private static readonly Lazy<Task<TempFolder>> Built = new(BuildAsync);

    /// <summary>An app, built.</summary>
    /// <param name="name">The name of its folder.</param>
    public static async Task<Stranger> GetAsync(string name) => new(name, (await Built.Value)[name]);

    [OneTimeTearDown]
    public static void Delete()
    {
        if (Built.IsValueCreated && Built.Value.IsCompletedSuccessfully)
        {
            Built.Value.Result.Dispose();
        }
    }

    private static async Task<TempFolder> BuildAsync()
    {
        var folder = new TempFolder();
        try
        {
            Copy(Repository.PathOf("tests/GrayFlags.Packages.Tests/Apps"), folder.Path);
            WriteFromPages(folder);
            folder.Write("nuget.config", Consumer.Feeds());
            await Command.RunAsync(
                folder.Path, "dotnet", "build", "Apps.slnx", "-c", "Release", "-warnaserror", $"-p:GrayFlagsVersion={Packages.Version}");
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // What pages show is what these apps are made of.
    private static void WriteFromPages(TempFolder folder)
    {
        folder.Write("Console/Program.cs", Page.Readme.Program);
        folder.Write("Console/flags.json", Page.Readme.Document);

        folder.Write("OldConsole/Program.cs", Page.Of("GrayFlags").Program);
        folder.Write("OldConsole/flags.json", Page.Of("GrayFlags").Document);

        folder.Write("Web/Program.cs", Page.Of("GrayFlags.AspNetCore").Program);
        folder.Write("Web/appsettings.json", Page.Of("GrayFlags.AspNetCore").Document);

        folder.Write("Worker/Program.cs", Page.Readme.CodeWith("class Mailer"));

        var service = Page.Testing.CodeWith("class Checkout(");
        folder.Write("NUnitTests/Checkout.cs", service);
        folder.Write("NUnitTests/CheckoutTests.cs", Page.Testing.CodeWith("class CheckoutTests\n"));
        folder.Write("NUnitTests/SaleTests.cs", Page.Testing.CodeWith("class SaleTests"));
        folder.Write("NUnitTests/ShippedFlagsTests.cs", Page.Testing.CodeWith("class ShippedFlagsTests"));
        folder.Write("NUnitTests/flags.json", Page.Testing.Document);
        folder.Write("XunitTests/Checkout.cs", service);
        folder.Write("XunitTests/CheckoutTests.cs", Page.Testing.CodeWith("class CheckoutTests : IDisposable"));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
