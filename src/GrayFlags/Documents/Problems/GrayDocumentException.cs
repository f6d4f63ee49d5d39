using System.Text;
using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>A document was refused, at a place where there is nothing to fall back to.</summary>
public sealed class GrayDocumentException : Exception
{
    /// <summary>Creates an exception for these problems.</summary>
    /// <param name="problems">Every problem that was found.</param>
    public GrayDocumentException(IReadOnlyList<DocumentProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Every problem that was found.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }

    /// <summary>The exception with its trace, and the problems once more at the end, where whoever reads a refused start looks first.</summary>
    /// <returns>The lines.</returns>
    public override string ToString() => StackTrace is null ? base.ToString() : $"{base.ToString()}\n{Message}";

    private static string Describe(IReadOnlyList<DocumentProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);

        var text = new StringBuilder(problems.Count == 1 ? "The flag document has a problem:" : $"The flag document has {problems.Count} problems:");
        foreach (var problem in problems)
        {
            text.Append('\n').Append("  ").Append(problem);
        }

        return text.ToString();
    }
}
