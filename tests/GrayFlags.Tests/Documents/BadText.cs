using System.Text;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using NUnit.Framework;
using static GrayFlags.Tests.Documents.BadDocumentRow;

namespace GrayFlags.Tests.Documents;

/// <summary>
/// What is no JSON at all: encodings (FAULTS.md F14), cut and torn files (D1), HTML (H4), what strict JSON forbids (D16), depth (D3), size (F13).
/// </summary>
internal static class BadText
{
    private static readonly DocumentReaderOptions Strict = new() { AllowComments = false };

    public static IEnumerable<TestCaseData> Rows()
    {
        // Encodings.
        yield return Bytes(
            nameof(ProblemText.Utf16), [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")], "", 1, "the document is UTF-16; save it as UTF-8");
        yield return Bytes(
            nameof(ProblemText.Utf16), [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("{}")], "", 1, "the document is UTF-16");
        yield return Bytes(nameof(ProblemText.Utf16), Encoding.Unicode.GetBytes("{}"), "", 1, "the document is UTF-16");
        yield return Bytes(nameof(ProblemText.Utf16), Encoding.BigEndianUnicode.GetBytes("{}"), "", 1, "the document is UTF-16");
        yield return Bytes(
            nameof(ProblemText.NotUtf8), Encoding.Latin1.GetBytes("{\n\"description\": \"Zürich\" }"), "", 2,
            "the document is not valid UTF-8; save it as UTF-8");
        yield return Bytes(nameof(ProblemText.NotUtf8), [.. "{ \"description\": \""u8, 0xFF, 0xFE, .. "\" }"u8], "", 1, "the document is not valid UTF-8");
        yield return Bytes(
            nameof(ProblemText.NotUtf8), [.. "{ \"description\": \""u8, 0xED, 0xA0, 0x80, .. "\" }"u8], "", 1, "the document is not valid UTF-8");
        yield return Bytes(nameof(ProblemText.NulByte), [0, 0, 0, 0], "", 1, "there is a NUL character");
        yield return Row(
            nameof(ProblemText.NulByte), "{}\n\0\0\0", "", 2, "there is a NUL character; the file is not text, is UTF-16, or was not written to its end");
        yield return Row(nameof(ProblemText.NulByte), "{ \"flags\": { \"a\0b\": true } }", "flags", 1, "there is a NUL character");

        // Cut, torn, or something else.
        yield return Row(nameof(ProblemText.EndsTooEarly), "{", "", 1, "the text ends before the document does");
        yield return Row(nameof(ProblemText.EndsTooEarly), "{ \"flags\": {\n\"a\": tr", "flags.a", 2, "the text ends before the document does");
        yield return Row(
            nameof(ProblemText.EndsTooEarly), "{ \"flags\": {\n\"a\": { \"owner\": \"pay", "flags.a.owner", 2, "the text ends before the document does");
        yield return Row(nameof(ProblemText.EndsTooEarly), "// only a comment", "", 1, "the text ends before the document does");
        yield return Row(nameof(ProblemText.EndsTooEarly), "{} /* open", "", 1, "the text ends before the document does");
        yield return Row(nameof(ProblemText.Unexpected), "<!DOCTYPE html>", "", 1, "not valid JSON: '<' is not expected here");
        yield return Row(nameof(ProblemText.Unexpected), "{}\n{}", "", 2, "'{' is not expected here");
        yield return Row(nameof(ProblemText.Unexpected), "{ \"flags\": {}, }, }", "", 1, "',' is not expected here");
        yield return Row(nameof(ProblemText.Unexpected), "{ \"version\": 01 }", "version", 1, "'1' is not expected here");
        yield return Row(nameof(ProblemText.Unexpected), "{ \"version\": ٣ }", "version", 1, "'٣' is not expected here");
        yield return Row(nameof(ProblemText.Unexpected), "{ \"off\": [\"a\"\n} }", "off", 2, "'}' is not expected here");
        yield return Row(nameof(ProblemText.Unexpected), "{ \"version\"\u202e: 1 }", "", 1, "'\\u{202e}' is not expected here");
        yield return Row(
            nameof(ProblemText.UnexpectedQuote), "{ \"version\": 1\n\"flags\": {} }", "", 2,
            "'\"' is not expected here; a comma, a colon or a quote before it may be missing");
        yield return Row(nameof(ProblemText.UnexpectedWord), "{ 'flags': {} }", "", 1, "''' is not expected here; names and texts stand in double quotes");
        yield return Row(nameof(ProblemText.UnexpectedWord), "{ flags: {} }", "", 1, "'f' is not expected here");
        yield return Row(nameof(ProblemText.UnexpectedWord), "{ \"flags\": { \"a\": True } }", "flags.a", 1, "'T' is not expected here");
        yield return Row(
            nameof(ProblemText.UnexpectedWord), BadDocuments.Rule("\"percentage\": NaN"), "flags.a.rules.r.percentage", 3,
            "'N' is not expected here; names and texts stand in double quotes, and the only words without quotes are true, "
                + "false and null (neither NaN nor infinities)");
        yield return Row(
            nameof(ProblemText.UnexpectedWord), BadDocuments.Rule("\"percentage\": -Infinity"), "flags.a.rules.r.percentage", 3, "'I' is not expected here");
        yield return Row(nameof(ProblemText.UnexpectedWord), "{ \"description\": \"\\x41\" }", "description", 1, "'x' is not expected here");
        yield return Row(
            nameof(ProblemText.ControlCharacter), "{ \"description\": \"one\ntwo\" }", "description", 1,
            "a line break or another control character stands inside a text");
        yield return Row(nameof(ProblemText.Syntax), "{ \"metadata\": { \"a\" 1 } }", "metadata", 1, "not valid JSON: '1' is not expected here");

        // Strict JSON, as HTTP sources send it.
        yield return Row(nameof(ProblemText.CommentNotAllowed), "{\n// why\n}", "", 2, "comments are not allowed in this source", Strict);
        yield return Row(nameof(ProblemText.CommentNotAllowed), "{ \"version\": 1 /* why */ }", "", 1, "comments are not allowed in this source", Strict);
        yield return Row(
            nameof(ProblemText.TrailingCommaNotAllowed), "{ \"version\": 1,\n}", "", 2, "a comma before a closing bracket is not allowed in this source",
            Strict);
        yield return Row(
            nameof(ProblemText.TrailingCommaNotAllowed), "{ \"off\": [\"a\", ] }", "off", 1, "a comma before a closing bracket is not allowed in this source",
            Strict);

        // Size and depth.
        yield return Row(
            nameof(ProblemText.TooLarge), "{ }       ", "", null, "the document is larger than 9 bytes, the limit MaxBytes", Limited(new() { MaxBytes = 9 }));
        yield return Row(
            nameof(ProblemText.TooDeep), "{ \"flags\": { \"a\":\n{ \"rules\": {} } } }", "flags.a.rules", 2,
            "objects and lists are nested deeper than 3, the limit MaxDepth", Limited(new() { MaxDepth = 3 }));
        yield return Row(
            nameof(ProblemText.TooDeep), "{ \"metadata\": [\n[[]]] }", "metadata", 2, "objects and lists are nested deeper than 3, the limit MaxDepth",
            Limited(new() { MaxDepth = 3 }));
        yield return Row(
            nameof(ProblemText.TooDeep), "{ \"metadata\": { \"a\":\n[[]] } }", "metadata", 2, "objects and lists are nested deeper than 3, the limit MaxDepth",
            Limited(new() { MaxDepth = 3 }));

        // Broken at the greatest depth is broken, not too deep.
        yield return Row(
            nameof(ProblemText.Syntax), "{ \"metadata\": [[x]] }", "metadata", 1, "not valid JSON: 'x' is not expected here", Limited(new() { MaxDepth = 3 }));
    }

    private static DocumentReaderOptions Limited(DocumentLimits limits) => new() { Limits = limits };
}
