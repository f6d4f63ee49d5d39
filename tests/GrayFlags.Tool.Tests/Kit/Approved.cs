using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Kit;

/// <summary>Compares what the command printed with an approved text; <c>GRAYFLAGS_APPROVE=1</c> writes it anew.</summary>
internal static class Approved
{
    /// <param name="printed">What was printed; escapes of the terminal are shown as <c>␛</c>.</param>
    /// <param name="name">The file's name in <c>Approved</c>, without its extension.</param>
    public static void Compare(string printed, string name)
    {
        var path = Repository.PathOf($"tests/GrayFlags.Tool.Tests/Approved/{name}.txt");
        var shown = printed.Replace('\u001B', '␛');
        if (Environment.GetEnvironmentVariable("GRAYFLAGS_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, shown);
        }

        Assert.That(shown, Is.EqualTo(File.ReadAllText(path)), name);
    }
}
