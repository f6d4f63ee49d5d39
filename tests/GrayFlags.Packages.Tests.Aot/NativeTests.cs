using NUnit.Framework;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>The programs that pages show, copied into projects that have the packages, compiled natively and run.</summary>
[NonParallelizable] // times are measured
internal sealed class NativeTests
{
    private const string Run = "app.Run();";

    private const string Rules = """
        { "flags": { "new-banner": true, "beta": false, "orders-v2": { "rules": { "half": { "percentage": 50 } } } } }
        """;

    [Test]
    public async Task Readme_Console_PrintsWhatItPromises()
    {
        using var program = await NativeProgram.ConsoleAsync(Page.Readme.Program, Page.Readme.Document);

        Assert.That(await program.RunAsync(), Is.EqualTo(Page.Readme.Printed));
        (await program.MeasureRunAsync()).Write("the README's console program", "to its end");
    }

    [Test]
    public async Task Readme_Console_OnNet8_PrintsTheSame()
    {
        using var program = await NativeProgram.ConsoleAsync(Page.Readme.Program, Page.Readme.Document, "net8.0");

        Assert.That(await program.RunAsync(), Is.EqualTo(Page.Readme.Printed));
    }

    [Test]
    public async Task PageOnAot_Console_PrintsWhatItPromises()
    {
        var page = Page.At("docs/aot.md");
        using var program = await NativeProgram.ConsoleAsync(page.Program, page.Document);

        Assert.That(await program.RunAsync(), Is.EqualTo(page.Printed));
    }

    [Test]
    public async Task Readme_Web_GateHides_AndAnUpgradeSticks()
    {
        using var program = await NativeProgram.WebAsync(Page.Readme.CodeWith(Run), Rules);
        await using (var app = program.Serve())
        {
            var address = await app.ListenAsync();
            var answers = new HashSet<string>();
            for (var visitor = 0; visitor < 64; visitor++)
            {
                using var client = new Visitor(address);
                var answer = await client.GetAsync("/orders");
                answers.Add(answer);
                Assert.That(await client.GetAsync("/orders"), Is.EqualTo(answer), "sticky");
                Assert.That(await client.GetAsync("/banner"), Is.EqualTo("200 new"));
                Assert.That(await client.GetAsync("/beta"), Is.EqualTo("404"));
            }

            Assert.That(answers, Is.EquivalentTo(new[] { "200 original", "200 upgraded" }));
        }

        (await program.MeasureAnswerAsync("/banner")).Write("the README's web app", "to the first answer");
    }

    [Test]
    public async Task PageOnAot_TwoRoutes_AnswerOneEach()
    {
        using var program = await TwoRoutesAsync("net10.0");

        (await program.MeasureAnswerAsync("/orders/7")).Write("two routes, of this page", "to the first answer");
    }

    // The generator that sees the routes is another one there.
    [Test]
    public async Task PageOnAot_TwoRoutes_OnNet8_AnswerOneEach() => (await TwoRoutesAsync("net8.0")).Dispose();

    private static async Task<NativeProgram> TwoRoutesAsync(string framework)
    {
        var program = await NativeProgram.WebAsync(Page.At("docs/aot.md").CodeWith(Run), "{}", framework);
        foreach (var (flag, version) in new[] { ("false", "v1"), ("true", "v2") })
        {
            await using var app = program.Serve("--GrayFlags:Flags:orders-v2", flag);
            using var client = new Visitor(await app.ListenAsync());

            Assert.That(await client.GetAsync("/orders/7"), Is.EqualTo($$"""200 {"id":7,"version":"{{version}}"}"""));
        }

        return program;
    }
}
