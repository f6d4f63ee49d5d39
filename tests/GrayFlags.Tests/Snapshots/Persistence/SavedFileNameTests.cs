using GrayFlags.Snapshots.Persistence;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

internal sealed class SavedFileNameTests
{
    // The 12 digits are the start of `printf %s <name> | sha256sum`.
    [TestCase("rules", "rules-6c621d1a0513.gray")]
    [TestCase("Rules", "rules-4228aeb07c41.gray")]
    [TestCase("", "e3b0c44298fc.gray")]
    [TestCase("..", "5ec1f7e700f3.gray")]
    [TestCase("../../etc/passwd", "etc-passwd-3754d6cb3a38.gray")]
    [TestCase("https://x.example/flags.json?token=1", "https-x-example-flags-json-token-1-88296b4bd272.gray")]
    public void Of_AnyName_IsSafeAndItsOwn(string name, string expected)
    {
        Assert.That(SavedFileName.Of(name), Is.EqualTo(expected));
    }

    [TestCase("NUL")]
    [TestCase("a\0b")]
    [TestCase("a:b*c?d\\e")]
    [TestCase("名前")]
    public void Of_AwkwardName_HasLettersDigitsAndDashesOnly(string name)
    {
        var file = Path.GetFileNameWithoutExtension(SavedFileName.Of(name));

        Assert.That(file.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'), Is.True, file);
        Assert.That(file, Has.Length.GreaterThanOrEqualTo(12));
    }

    [Test]
    public void Of_LongName_IsShort()
    {
        Assert.That(SavedFileName.Of(new string('x', 10_000)), Has.Length.EqualTo(40 + 1 + 12 + 5));
    }
}
