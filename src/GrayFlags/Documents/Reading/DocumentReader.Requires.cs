using System.Text.Json;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    // A list names flags that are on: the same as an object that says true of each.
    public static Dictionary<string, ServeDefinition>? ReadRequires(ref JsonCursor json)
    {
        var requires = new Dictionary<string, ServeDefinition>(StringComparer.OrdinalIgnoreCase);
        if (json.Token is JsonTokenType.StartArray or JsonTokenType.String)
        {
            foreach (var name in json.ReadList() ?? [])
            {
                requires[name] = ServeDefinition.True;
            }

            return requires;
        }

        // Boxed, since entries are references; a rule seldom requires more than one flag.
        var entries = ReadEntries<object>(ref json, "a list of flags, or an object of what each must serve,", static (ref json) => ReadServe(ref json));
        foreach (var (name, entry) in entries is null ? [] : entries.Span)
        {
            // An entry with a problem has none.
            if (entry is ServeDefinition serve)
            {
                requires[name] = serve;
            }
        }

        return entries is null ? null : requires;
    }
}
