using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Publish;

/// <summary>A version of a document as a JSON object.</summary>
internal static class RevisionJson
{
    public static void Write(Utf8JsonWriter json, DocumentRevision revision)
    {
        json.WriteStartObject();
        json.WriteNumber("version", revision.Version);
        json.WriteString("at", revision.At);
        json.Field("by", revision.By).Field("reason", revision.Reason).Field("length", revision.Length);
        if (revision.RevertOf is { } reverted)
        {
            json.WriteNumber("revertOf", reverted);
        }

        json.WriteEndObject();
    }
}
