using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    // Held down here already: the depth of JSON is a limit that an app may raise, and the stack is not.
    public static ConditionsDefinition? ReadNested(ref JsonCursor json)
    {
        if (json.Nesting == DocumentLimits.MaxNesting)
        {
            json.Report(ProblemText.NestedTooDeep(DocumentLimits.MaxNesting));
            json.Skip();
            return null;
        }

        json.Nesting++;
        var conditions = ReadConditions(ref json, Fields.Nested);
        json.Nesting--;
        return conditions;
    }

    public static List<ConditionsDefinition>? ReadNestedList(ref JsonCursor json) =>
        ReadItems<ConditionsDefinition>(ref json, "a list of objects of conditions, such as [{ \"users\": [\"u-1\"] }],", ReadNested);
}
