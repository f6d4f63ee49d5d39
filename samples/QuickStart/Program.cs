using System.Globalization;
using GrayFlags;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QuickStart;

// --once prints and ends; --watch keeps answering. Without either it watches where a person can look and press Ctrl+C.
var watch = args.Contains("--watch") || (!args.Contains("--once") && !Console.IsInputRedirected && !Console.IsOutputRedirected);

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = [.. args.Where(arg => arg is not ("--once" or "--watch"))],
    ContentRootPath = ProjectFolder(),
});
builder.Services.AddGrayFlags(builder.Configuration.GetSection("GrayFlags")).AddJsonFile("flags.json");
using var host = builder.Build();
await host.StartAsync();

var flags = host.Services.GetRequiredService<IGrayEvaluator>();
var monitor = host.Services.GetRequiredService<IGrayFlagsMonitor>();
AnswerTable.Print(flags.CreateSnapshot());

Console.WriteLine("Why?");
Console.WriteLine(flags.Explain("new-checkout", Shop.Guo));
Console.WriteLine();

// The same rules at another instant: what will they say on the evening of the sale?
var sale = flags.CreateSnapshot(DateTimeOffset.Parse("2026-12-12T20:00:00+08:00", CultureInfo.InvariantCulture));
Console.WriteLine("And in the evening of 12 December?");
Console.WriteLine($"  evening-sale is {sale.Evaluate("evening-sale", Shop.Guo)}; {sale.GetValue("evening-sale", Shop.Guo, 0)} % off");
Console.WriteLine();

if (watch)
{
    var file = Path.Combine(builder.Environment.ContentRootPath, "flags.json");
    var report = new EditReport(flags, new Sources(builder.Configuration.GetSection("GrayFlags"), file));
    using var changes = monitor.OnChange(report.Print);
    Console.WriteLine($"Edit {Path.GetRelativePath(Environment.CurrentDirectory, file)} and watch, for example 25 percent to 50; Ctrl+C ends.");
    Console.WriteLine();
    await host.WaitForShutdownAsync();
}
else
{
    await host.StopAsync();
}

// Where the source is at hand, the file to edit is the source's; the copy beside the program serves when it is not.
static string ProjectFolder()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "QuickStart.csproj")))
    {
        folder = folder.Parent;
    }

    return folder?.FullName ?? AppContext.BaseDirectory;
}
