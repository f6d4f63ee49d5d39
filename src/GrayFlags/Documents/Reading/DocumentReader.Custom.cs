using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    public static NamedEntries<CustomDefinition>? ReadCustom(ref JsonCursor json) =>
        ReadEntries<CustomDefinition>(ref json, "an object of registered conditions, keyed by name,", ReadParameters);

    private static CustomDefinition? ReadParameters(ref JsonCursor json)
    {
        const string Allowed = "an object of parameters, or true where it needs none,";
        var mark = json.Mark();
        if (json.Token == JsonTokenType.StartObject)
        {
            return new CustomDefinition { Mark = mark, Parameters = json.ReadAny() };
        }

        var shown = json.Shown();
        if (json.ReadBoolean(Allowed) == false)
        {
            json.Report(ProblemText.Kind(shown, Allowed));
        }

        return new CustomDefinition { Mark = mark };
    }
}
