using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Formats.Common;

/// <summary>Reads the flags of a document of another system one by one, and gathers the reasons of those that cannot be expressed.</summary>
internal static class FormatReader
{
    /// <summary>Parses a document and converts it; a text that is no JSON is a problem.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="options">The name of the source and the limits.</param>
    /// <param name="convert">Converts it.</param>
    public static DocumentReadResult Read(
        ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options, Func<JsonElement, DocumentReaderOptions, DocumentReadResult> convert)
    {
        if (utf8Json.Length > options.Limits.MaxBytes)
        {
            return Refused(options, $"the document is larger than {options.Limits.MaxBytes} bytes, the limit {nameof(DocumentLimits.MaxBytes)}");
        }

        utf8Json = utf8Json.StartsWith("\uFEFF"u8) ? utf8Json["\uFEFF"u8.Length..] : utf8Json;
        try
        {
            var jsonOptions = new JsonDocumentOptions
            {
                AllowTrailingCommas = options.AllowComments,
                CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
                MaxDepth = options.Limits.MaxDepth,
            };
            using var json = JsonDocument.Parse(utf8Json.ToArray(), jsonOptions);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Refused(options, "the document is not an object");
            }

            // Texts that are no Unicode are found here, at once.
            using var writer = new Utf8JsonWriter(Stream.Null);
            json.RootElement.WriteTo(writer);
            return convert(json.RootElement, options);
        }
        catch (NotExpressibleException exception)
        {
            return Refused(options, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return Refused(options, "a text in the document holds half of a surrogate pair, which is no character");
        }
        catch (JsonException exception)
        {
            return DocumentReadResult.Refused(
                [new DocumentProblem { Source = options.Source, Line = (int?)exception.LineNumber + 1, Path = "", Message = "the text is no JSON" }]);
        }
    }

    /// <summary>A document that is refused whole.</summary>
    public static DocumentReadResult Refused(DocumentReaderOptions options, string message) =>
        DocumentReadResult.Refused([new DocumentProblem { Source = options.Source, Path = "", Message = message }]);

    /// <summary>Converts flags one by one, and checks the document that they make.</summary>
    /// <param name="names">The names of the flags.</param>
    /// <param name="convert">Converts the flag of a name; throws <see cref="NotExpressibleException"/>.</param>
    /// <param name="options">The name of the source and the limits.</param>
    /// <param name="leavesOut">True to leave out what cannot be expressed, false to refuse the document.</param>
    public static DocumentReadResult Convert(
        IEnumerable<string> names, Func<string, FlagDefinition> convert, DocumentReaderOptions options, bool leavesOut)
    {
        var problems = new List<DocumentProblem>();
        var flags = new Dictionary<string, FlagDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            try
            {
                if (!flags.TryAdd(name, convert(name)))
                {
                    throw new NotExpressibleException("another flag has this name in another case, and names ignore case");
                }
            }
            catch (NotExpressibleException exception)
            {
                Report(name, "", exception.Message);
            }
            catch (Exception exception) when (exception is ArgumentException or OverflowException)
            {
                Report(name, "", "a number, an instant or a list in it is outside what rules can have");
            }
        }

        // What is left out may be required by others, which are left out then, too.
        while (problems.Count == 0 || leavesOut)
        {
            var document = new FlagDocument { Flags = flags };
            var found = GrayEvaluator.FindProblems(document, options.Limits);
            if (found.Count == 0)
            {
                return DocumentReadResult.Of(document, problems);
            }

            var before = flags.Count;
            foreach (var problem in found)
            {
                var flag = flags.Keys.OrderByDescending(static name => name.Length).FirstOrDefault(name => IsIn(problem.Path, $"flags.{name}"));
                Report(flag ?? "", problem.Path, problem.Message);
                _ = flag is not null && flags.Remove(flag);
            }

            if (!leavesOut || flags.Count == before)
            {
                break;
            }
        }

        return DocumentReadResult.Refused(problems);

        static bool IsIn(string path, string flag) =>
            path.StartsWith(flag, StringComparison.Ordinal) && (path.Length == flag.Length || path[flag.Length] == '.');

        void Report(string flag, string path, string message) => problems.Add(new DocumentProblem
        {
            Source = options.Source,
            Path = path.Length > 0 ? path : flag,
            Message = message,
        });
    }
}
