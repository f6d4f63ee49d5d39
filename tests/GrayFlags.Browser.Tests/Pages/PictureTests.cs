using System.Globalization;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>DASHBOARD.md, acceptance 10: where things stand on each page, loosely compared, and the pictures in docs.</summary>
/// <remarks>
/// <c>GRAYFLAGS_APPROVE=1 dotnet test tests/GrayFlags.Browser.Tests --filter PictureTests</c> writes the layout and the pictures anew. Chinese needs a font,
/// such as Debian's <c>fonts-wqy-microhei</c>.
/// </remarks>
public sealed class PictureTests
{
    private const string Approved = "tests/GrayFlags.Browser.Tests/Pages/Layout.approved.txt";
    private const int MostBytes = 100_000;
    private const int MostHeight = 1_200;

    // Fonts differ between machines: what stands beside a text moves a little, and what is below it more.
    private const int Near = 24;

    private static readonly bool IsApproving = Environment.GetEnvironmentVariable("GRAYFLAGS_APPROVE") == "1";

    [Test]
    public async Task Pages_StandWhereTheyStood()
    {
        await using var chromium = await Chromium.StartAsync();
        await using var site = await ShopSite.StartAsync(ShopRules.WithoutMarkup, usage: true);
        await site.FillAsync(seconds: 100);
        var lines = new List<string>();
        var visitors = new Dictionary<(string Language, ColorScheme Theme, int Width), Visitor>();
        foreach (var picture in Picture.All)
        {
            if (picture.IsBroken)
            {
                site.Break(canaryFailures: 0.06);
            }

            foreach (var width in picture.Language == "en-GB" ? new[] { 1100, 360 } : [1100])
            {
                var kind = (picture.Language, picture.Theme, width);
                if (!visitors.TryGetValue(kind, out var visitor))
                {
                    visitors[kind] = visitor = await Visitor.ComeAsync(
                        chromium, site.Address, language: picture.Language, theme: picture.Theme, width: width);
                }

                await picture.OpenAsync(visitor);
                lines.AddRange((await BoxesAsync(visitor)).Select(box => $"{picture.Name} {width} {box}"));
                if (IsApproving && width == 1100)
                {
                    await SaveAsync(visitor, picture);
                }
            }
        }

        if (IsApproving)
        {
            await File.WriteAllLinesAsync(Repository.PathOf(Approved), lines);
            return;
        }

        var approved = await File.ReadAllLinesAsync(Repository.PathOf(Approved));
        Assert.That(lines.Select(line => Box.Parse(line).What), Is.EqualTo(approved.Select(line => Box.Parse(line).What)), "what is there, from the top");
        Assert.That(
            lines.Zip(approved).Where(pair => !Box.Parse(pair.First).IsNear(Box.Parse(pair.Second))).Select(pair => $"{pair.First}, was {pair.Second}"),
            Is.Empty);
    }

    [Test]
    public void Pictures_AreThere_AndSmall()
    {
        foreach (var picture in Picture.All)
        {
            var file = new FileInfo(PathOf(picture));
            Assert.That(file.Exists, Is.True, picture.Name);
            Assert.That(file.Length, Is.LessThan(MostBytes), picture.Name);
        }
    }

    private static string PathOf(Picture picture) => Repository.PathOf($"docs/images/dashboard-{picture.Name}.png");

    private static async Task SaveAsync(Visitor visitor, Picture picture)
    {
        var height = await visitor.Page.EvaluateAsync<int>("Math.ceil(document.querySelector('main').getBoundingClientRect().bottom) + 24");
        var png = await visitor.Page.ScreenshotAsync(new()
        {
            FullPage = picture.Press != "Promote",
            Clip = picture.Press == "Promote" ? null : new() { X = 0, Y = 0, Width = 1100, Height = Math.Min(height, MostHeight) },
        });
        await SmallPng.WriteAsync(visitor.Page, png, PathOf(picture));
    }

    // From the top of the page: what it is, its left edge, and its width where that does not follow from a text.
    private static Task<string[]> BoxesAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('header, main h2, main h3, main table, main form, main svg.chart, .sides pre, dialog')]
          .concat([...document.querySelectorAll('.card, .notice, .answer, .todo, .stages, #operations')])
          .map(element => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 1 && box.height > 1)
          .sort((one, other) => one.box.top - other.box.top || one.box.left - other.box.left)
          .map(({ element, box }) => {
            const isText = /^H[23]$/.test(element.tagName);
            const name = isText
              ? `${element.tagName} ${element.textContent.trim()}`
              : `${element.tagName.toUpperCase()}.${element.getAttribute('class') ?? ''}`;
            return `${name.replaceAll('|', '/')} | ${Math.round(box.left)} ${isText ? 0 : Math.round(box.width)}`;
          })
        """);

    private sealed record Box(string What, int Left, int Width)
    {
        public static Box Parse(string line)
        {
            var parts = line.Split(" | ");
            var numbers = parts[1].Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return new Box(parts[0], numbers[0], numbers[1]);
        }

        public bool IsNear(Box other) => Math.Abs(Left - other.Left) <= Near && Math.Abs(Width - other.Width) <= Near;
    }
}
