using System.Runtime.CompilerServices;
using System.Text;
using GrayFlags.Documents.Problems;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>
/// A row of a table of bad documents: the message in <see cref="ProblemText"/> that it covers, the document, the path, the line, and a part of the message.
/// </summary>
internal static class BadDocumentRow
{
    public const string Covers = "Covers";

    public static TestCaseData Row(
        string covers, string json, string path, int? line, string message, DocumentReaderOptions? options = null, [CallerLineNumber] int at = 0) =>
        Bytes(covers, Encoding.UTF8.GetBytes(json), path, line, message, options, at);

    public static TestCaseData Bytes(
        string covers, byte[] utf8, string path, int? line, string message, DocumentReaderOptions? options = null, [CallerLineNumber] int at = 0) =>
        new TestCaseData(utf8, options, path, line, message).SetArgDisplayNames(covers, $"line {at}").SetProperty(Covers, covers);
}
