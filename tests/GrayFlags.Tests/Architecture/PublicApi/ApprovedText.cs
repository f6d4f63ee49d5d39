using NUnit.Framework;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>A text that a person has approved, kept beside the test that compares with it.</summary>
internal static class ApprovedText
{
    private const string ApproveVariable = "GRAYFLAGS_APPROVE";
    private const string Folder = "Architecture";

    /// <summary>Fails with a line diff when the text is another than the approved one.</summary>
    /// <param name="received">The text as it is now.</param>
    /// <param name="name">The name of the text; its file is <c>name.approved.txt</c>.</param>
    /// <param name="testFile">The source file of the test, for approving.</param>
    public static void Check(string received, string name, string testFile)
    {
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            Approve(received, name, testFile);
            return;
        }

        var output = Path.Combine(TestContext.CurrentContext.TestDirectory, Folder);
        var approvedFile = Path.Combine(output, $"{name}.approved.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        var diff = LineDiff.Between(Lines(approved), Lines(received));
        if (diff.Count == 0)
        {
            return;
        }

        var receivedFile = Path.Combine(output, $"{name}.received.txt");
        Directory.CreateDirectory(output);
        File.WriteAllText(receivedFile, received);
        Assert.Fail($"""
            The text differs from {name}.approved.txt (- approved, + received):
            {string.Join('\n', diff)}
            The received text is in {receivedFile}. To approve it, run this test with {ApproveVariable}=1 and commit the change.
            """);
    }

    private static void Approve(string received, string name, string testFile)
    {
        var file = Path.Combine(SourceFolder(testFile), $"{name}.approved.txt");
        File.WriteAllText(file, received);
        TestContext.Out.WriteLine($"Approved {file}.");
    }

    // A deterministic build maps the source path to one that exists nowhere; then the project is looked for above the test output.
    private static string SourceFolder(string testFile)
    {
        if (File.Exists(testFile))
        {
            return Path.GetDirectoryName(testFile)!;
        }

        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, Folder);
            if (File.Exists(Path.Combine(candidate, Path.GetFileName(testFile))))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException($"The source of {testFile} was not found: approve with a build that is not deterministic (without CI=true).");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
