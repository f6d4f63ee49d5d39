using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Tool.Validate;

/// <summary>Finds the lines and columns of paths in the text of a document, for problems that were found after it was read.</summary>
/// <remarks>Definitions remember where they begin, but not where each field on the same line does: that would make every document larger.</remarks>
internal sealed class PathLocator
{
    private readonly Dictionary<string, TextPosition> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _wanted = new(StringComparer.OrdinalIgnoreCase);

    private PathLocator(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _wanted.Add(path);
            for (var index = 0; index < path.Length; index++)
            {
                if (path[index] is '.' or '[')
                {
                    _wanted.Add(path[..index]);
                }
            }
        }
    }

    /// <summary>The problems with the positions of their paths; where a path leads to nothing, that of the object around it.</summary>
    /// <param name="utf8">The text, which is JSON.</param>
    /// <param name="problems">The problems.</param>
    public static IEnumerable<DocumentProblem> Locate(ReadOnlySpan<byte> utf8, IReadOnlyList<DocumentProblem> problems)
    {
        if (problems.Count == 0)
        {
            return problems;
        }

        var text = utf8.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;
        var locator = new PathLocator(problems.Select(static problem => problem.Path));
        var json = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            json.Read();
            locator.Walk(ref json, text, "");
        }
        catch (JsonException)
        {
            // No JSON: what was found before stands.
        }

        return problems.Select(problem => locator.Locate(problem));
    }

    private DocumentProblem Locate(DocumentProblem problem)
    {
        for (var path = problem.Path; path.Length > 0; path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)])
        {
            if (_found.TryGetValue(path, out var position))
            {
                return path.Length < problem.Path.Length && problem.Line is not null
                    ? problem
                    : problem with { Line = position.Line, Column = position.Column };
            }
        }

        return problem;
    }

    private void Walk(ref Utf8JsonReader json, ReadOnlySpan<byte> text, string path)
    {
        if (path.Length > 0)
        {
            _found.TryAdd(path, TextPositions.Of(text, (int)json.TokenStartIndex));
        }

        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                var name = DocumentPath.Join([json.GetString()!]);
                json.Read();
                Step(ref json, text, path.Length == 0 ? name : $"{path}.{name}");
            }
        }
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
            {
                Step(ref json, text, path + DocumentPath.Index(index));
            }
        }
    }

    private void Step(ref Utf8JsonReader json, ReadOnlySpan<byte> text, string path)
    {
        if (_wanted.Contains(path))
        {
            Walk(ref json, text, path);
        }
        else
        {
            json.Skip();
        }
    }
}
