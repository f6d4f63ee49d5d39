using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Providers.Configuration;

/// <summary>Writes the merged tree as JSON, so that files and configuration share one reader and its messages.</summary>
internal sealed class ConfigJson(Utf8JsonWriter json, string source, List<DocumentProblem> problems)
{
    private readonly List<string> _path = [];

    public static ReadOnlySpan<byte> Write(ConfigNode document, string source, List<DocumentProblem> problems)
    {
        var buffer = new ArrayBufferWriter<byte>();

        // The limit of depth is the reader's; the writer only must not be the stricter one.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            new ConfigJson(json, source, problems).Write(document, ConfigPlace.Document);
        }

        return buffer.WrittenSpan;
    }

    private void Write(ConfigNode node, ConfigPlace place)
    {
        if (node.Entries is { } entries)
        {
            WriteList(entries, place);
        }
        else if (node.Fields is { } fields)
        {
            WriteObject(fields, place);
        }
        else if (node.Text is { } text)
        {
            WriteText(text, place);
        }
        else
        {
            WriteNull(place);
        }
    }

    private void WriteList(IReadOnlyList<ConfigNode> entries, ConfigPlace place)
    {
        json.WriteStartArray();
        for (var index = 0; index < entries.Count; index++)
        {
            _path.Add(DocumentPath.Index(index));
            Write(entries[index], place.Entry());
            _path.RemoveAt(_path.Count - 1);
        }

        json.WriteEndArray();
    }

    private void WriteObject(IReadOnlyDictionary<string, ConfigNode> fields, ConfigPlace place)
    {
        json.WriteStartObject();
        foreach (var (name, field) in fields)
        {
            _path.Add(place.Step(name));
            CheckSurrogates(name);
            json.WritePropertyName(name);
            Write(field, place.Below(name));
            _path.RemoveAt(_path.Count - 1);
        }

        json.WriteEndObject();
    }

    private void WriteText(string text, ConfigPlace place)
    {
        // An empty list has become an empty text. Elsewhere the reader takes that for an empty list; a bare value it would compare with.
        if (text.Length == 0 && place == ConfigPlace.WhenValue)
        {
            json.WriteStartArray();
            json.WriteEndArray();
            return;
        }

        if (place == ConfigPlace.Value && JsonWord.Of(text) is { } word)
        {
            json.WriteRawValue(word, skipInputValidation: true);
            return;
        }

        CheckSurrogates(text);
        json.WriteStringValue(text);
    }

    // No layer says more than null here, or {}: JSON files bring both alike. Null is absent, but where an absent field would widen a rule
    // and {} would be refused, it is taken for {}, which the reader or the compiler then refuses. Where {} is harmless it is {}. For a list both
    // are one mistake: {} was never one.
    private void WriteNull(ConfigPlace place)
    {
        if (place.IsObjectThatNarrows())
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return;
        }

        // A key of which nothing could be read has its problem already.
        var path = DocumentPath.Join(_path);
        if (place is ConfigPlace.Rule or ConfigPlace.ConditionList && !problems.Exists(problem => problem.Path == path))
        {
            Report(place == ConfigPlace.Rule ? ConfigText.NullRule : ConfigText.NullList);
        }

        json.WriteNullValue();
    }

    // The writer would silently put U+FFFD there, and two users or two names would become one.
    private void CheckSurrogates(string text)
    {
        if (LoneSurrogate.IndexIn(text) >= 0)
        {
            Report(ProblemText.LoneSurrogate);
        }
    }

    private void Report(string message) => problems.Add(new DocumentProblem { Source = source, Path = DocumentPath.Join(_path), Message = message });
}
